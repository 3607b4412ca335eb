"""A copy of the program, to be extended as a contributor would, and played over the wire in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PARTS = ("bot", "locales", "tests/scenarios/conftest.py", "tests/scenarios/stage.py", "tests/extending/player.py")


def copied(folder: Path) -> Path:
    """The program with its byte code, its words, and what plays it. The sources keep their times, so that the byte code
    holds."""
    for part in (*_PARTS, "manifest.json"):
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target)
        else:
            shutil.copy(ROOT / part, target)
    return folder


def played(checkout: Path, *talk: tuple[str, str]) -> list[str]:
    """What the bot answers to each: `/command text` in a channel, anything else in the last answer's thread. The second
    of each pair is a word that the whole answer holds: until then it is waited for."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-m", "tests.extending.player", json.dumps(talk)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    answers: list[str] = json.loads(done.stdout.splitlines()[-1])
    return answers

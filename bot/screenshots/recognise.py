"""The words of a picture: looked at in a process of its own, one picture at a time."""

import asyncio
import os
import shutil
import signal
import subprocess  # nosec B404  # Tesseract is asked which languages it has
import sys
from contextlib import suppress
from functools import cache

from pydantic import TypeAdapter

from bot.screenshots.values import MOST_BYTES, MOST_SECONDS, PictureText, Unseen

_MODULE = "bot.screenshots.process"
_WANTED = ("eng", "lit")
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
"""What the process may need to run at all. All else, Slack's tokens among it, stays here."""
_SEEN = TypeAdapter(PictureText)


class Eyes:
    """Looks at pictures, one after another: Tesseract takes a whole processor."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def look(self, raw: bytes) -> PictureText:
        """The picture's words, or why there are none. Never raises for what the picture is."""
        if len(raw) > MOST_BYTES:
            return PictureText("", Unseen.TOO_LARGE)
        languages = await asyncio.to_thread(installed)
        if not languages:
            return PictureText("", Unseen.NOT_INSTALLED)
        async with self._turn:
            return await _look(raw, languages)


async def _look(raw: bytes, languages: str) -> PictureText:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        _MODULE,
        languages,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(MOST_SECONDS):
            words, _ = await process.communicate(raw)
    except TimeoutError:
        return PictureText("", Unseen.TOO_SLOW)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with Tesseract, its child
        await process.wait()
    return _SEEN.validate_json(words) if process.returncode == 0 else PictureText("", Unseen.TOO_SLOW)


@cache
def installed() -> str:
    """Tesseract's languages that are of use here, as it wants them named: `eng+lit`; empty where there are none."""
    if shutil.which("tesseract") is None:
        return ""
    listed = subprocess.run(("tesseract", "--list-langs"), capture_output=True, text=True, check=False)  # noqa: S607  # nosec B603
    return "+".join(language for language in _WANTED if language in listed.stdout.split())

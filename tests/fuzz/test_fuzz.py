"""Every target over its corpus, and for a second over what the fuzzer makes of it. The long run: `README.md`."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = 1
CASES = [(name, file) for name in TARGETS for file in sorted((HERE / "corpus" / name).iterdir())]


@pytest.mark.parametrize(("name", "file"), CASES, ids=[f"{name}/{file.name}" for name, file in CASES])
def test_the_corpus_is_read(name: str, file: Path) -> None:
    TARGETS[name](file.read_bytes())


def test_every_target_has_a_corpus() -> None:
    assert {folder.name for folder in (HERE / "corpus").iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found_in_a_moment(name: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("atheris is not installed")
        pytest.skip("atheris is not installed")
    new = tmp_path / "new"
    new.mkdir()
    command = [sys.executable, "-m", "tests.fuzz.run", name, f"-max_total_time={SECONDS}", "-seed=11"]
    command += [f"-artifact_prefix={tmp_path}/", str(new)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]

"""Every target over its corpus. The fuzzer itself: `make fuzz`, and `README.md` for the long run."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
CASES = [(name, file) for name in TARGETS for file in sorted((HERE / "corpus" / name).iterdir())]


@pytest.mark.parametrize(("name", "file"), CASES, ids=[f"{name}/{file.name}" for name, file in CASES])
def test_the_corpus_is_read(name: str, file: Path) -> None:
    TARGETS[name](file.read_bytes())


def test_every_target_has_a_corpus() -> None:
    assert {folder.name for folder in (HERE / "corpus").iterdir()} == set(TARGETS)

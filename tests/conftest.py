"""What all tests share: the order they run in, and that Python keeps its byte code and what it collected.

Those that wait for processes and time limits come first, so that none is left over at the end.
"""

import gc
import os
import sys
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FIRST = tuple(
    HERE / name
    for name in (
        "scenarios/test_paused.py",
        "scale",
        "scenarios/test_killed.py",
        "scenarios/test_storm.py",
        "scenarios/test_nth_failure.py",
        "scenarios",
        "extending",
        "cli",
        "test_docs.py",
        "test_image.py",
    )
)

# Dozens of processes of the bot start, and each would compile it anew where an image has switched byte code off.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Nothing that is collected is garbage: what looks for it would go through all of it, then and in each test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path))


@cache
def _place(file: Path) -> int:
    return next((number for number, first in enumerate(FIRST) if file.is_relative_to(first)), len(FIRST))

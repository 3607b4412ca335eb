"""What all tests share: the order they run in, and that Python keeps its byte code and what it collected.

The long ones come first, so that none is left over at the end.
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
        "scenarios/test_killed.py",
        "test_patterns.py",
        "scenarios/test_nth_failure.py",
        "scale",
        "scenarios/test_storm.py",
        "test_linear.py",
        "storage/test_hanging_database.py",
        "extending",
        "scenarios/test_hostile.py",
        "workspace/page",
        "scenarios/test_faults.py",
        "test_docs.py",
        "pages/test_report_page.py",
        "cli/test_batch.py",
        "screenshots",
        "domains",
        "codes/bounces/test_hostile.py",
        "scenarios",
        "workspace",
        "reading",
        "cli",
    )
)
"""In turns one that waits and one that computes, as far as there are two kinds; the longest first."""

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

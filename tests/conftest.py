"""The order of the tests: those that wait for processes and time limits first, so that none is left over at the end."""

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path))


def _place(file: Path) -> int:
    return next((number for number, first in enumerate(FIRST) if file.is_relative_to(first)), len(FIRST))

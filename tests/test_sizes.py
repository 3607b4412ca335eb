"""A stranger finds a thing by its path: no folder holds too many modules, and no module is too long to be read."""

from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for path in (ROOT / "bot").rglob("*.py") if path.name != "__init__.py")
MOST_MODULES = 15
MOST_LINES = 300
OF_LIKE_THINGS = {"bot/codes/bounces/formats", "bot/domains/checks"}
"""One module for each format of bounce, and for each check."""


def test_no_folder_holds_too_many_modules() -> None:
    counted = Counter(path.parent.relative_to(ROOT).as_posix() for path in MODULES)
    assert {folder: count for folder, count in counted.items() if count > MOST_MODULES}.keys() == OF_LIKE_THINGS


def test_no_module_is_too_long() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}

"""Where the words are: one folder a language, inside an installed wheel or beside the package in a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def locales() -> Path:
    """The folder that holds a folder for each language."""
    for folder in (_PACKAGE / "locales", _PACKAGE.parent / "locales"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no locales folder in {_PACKAGE} nor beside it")


@cache
def languages() -> tuple[str, ...]:
    """Every language that has its phrases, in alphabetical order: `("en", "lt")`."""
    return tuple(sorted(file.parent.name for file in locales().glob("*/messages.po")))

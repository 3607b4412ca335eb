"""The vocabulary's files: where they are, and reading them so that a slip is named with its file and entry."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[2]


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names the file and the entry."""


def vocabulary_folders(languages: Collection[str]) -> Mapping[str, Path]:
    """Each language's folder: inside an installed package, or beside it in a checkout."""
    for root in (_PACKAGE / "locales", _PACKAGE.parent / "locales"):
        if root.is_dir():
            return {language: root / language / "vocabulary" for language in languages}
    raise VocabularyError(f"no locales folder in {_PACKAGE} nor beside it")


def read_toml(path: Path, keys: Collection[str] | None = None) -> Mapping[str, Any]:
    """The file's tables. Raises VocabularyError where it is missing, no TOML, or has a key that is none of `keys`."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    if keys is not None and (unknown := set(tables) - set(keys)):
        raise VocabularyError(f"{path}: no such key: {', '.join(sorted(unknown))}")
    return tables


def strings(value: object, where: str) -> tuple[str, ...]:
    """A list of strings, checked."""
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise VocabularyError(f"{where}: must be a list of strings")
    return tuple(value)


def pairs(value: object, where: str) -> Mapping[str, str]:
    """A table of strings, checked."""
    if not isinstance(value, dict) or not all(isinstance(entry, str) for entry in value.values()):
        raise VocabularyError(f"{where}: must be a table of strings")
    return value

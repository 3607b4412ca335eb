"""The vocabulary's files: where they are, and reading them so that a slip is named with its file and entry."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import tomli

from bot.languages import languages, locales
from bot.measures import fold


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names the file and the entry."""


def vocabulary_folders() -> Mapping[str, Path]:
    """Each language's folder."""
    return {language: locales() / language / "vocabulary" for language in languages()}


def read_toml(path: Path, keys: Collection[str] | None = None) -> Mapping[str, Any]:
    """The file's tables. Raises VocabularyError where it is missing, no TOML, or has a key that is none of `keys`."""
    try:
        tables = tomli.loads(path.read_text("utf-8"))
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


def folded_words(name: str, keys: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The words of each key, folded, of every language's file of that name together; each key is a list of strings."""
    words: dict[str, frozenset[str]] = dict.fromkeys(keys, frozenset())
    for folder in vocabulary_folders().values():
        path = folder / name
        table = read_toml(path, keys)
        for key in keys:
            words[key] |= {fold(word) for word in strings(table.get(key), f"{path}: {key}")}
    return words

"""Recognises a greeting or a call for help by its words.

The words are data, in every language: `locales/<language>/vocabulary/first-words.toml`.
"""

from collections.abc import Mapping
from functools import cache

from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.cases.asking.understand.normalise import fold

_HELLO, _HELP = "hello", "help"
_LONGEST = 60
"""Characters: a longer text says more than hello."""
_MARKS = " \t\n.,!…:)👋🙂😊"


def greets(text: str) -> bool:
    """Whether the text is only a greeting, or empty. `HELP!` counts as a greeting too: that person does not know the
    bot yet."""
    if len(text) > _LONGEST:
        return False
    words = _said(text)
    return not words or words in _words()[_HELLO] or (words in _words()[_HELP] and "!" in text)


def asks_help(text: str) -> bool:
    """Whether it asks for help and for nothing else: `help`, `pagalba`, `?`."""
    return len(text) <= _LONGEST and _said(text) in _words()[_HELP]


def _said(text: str) -> str:
    return " ".join(fold(text).strip(_MARKS).split())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The words of each key, folded, of every language together."""
    words: dict[str, frozenset[str]] = {_HELLO: frozenset(), _HELP: frozenset()}
    for folder in vocabulary_folders().values():
        path = folder / "first-words.toml"
        table = read_toml(path, words)
        for key in words:
            words[key] |= {fold(word) for word in strings(table.get(key), f"{path}: {key}")}
    return words

"""Every text of a language that somebody reads."""

import tomllib
from collections.abc import Iterator
from typing import Any

from bot.languages import locales

_UNREAD = {"asked-for", "stemmer", "letters", "keywords", "place"}
"""Keys whose texts nobody reads: search words are spelled as people type them."""


def everything(language: str) -> Iterator[str]:
    """The phrases and the longer texts, as they are written, with what fills them in still open."""
    for file in (locales() / language).rglob("*.toml"):
        if "vocabulary" not in file.parts:
            yield from _texts(tomllib.loads(file.read_text(encoding="utf-8")))


def _texts(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in _UNREAD:
                yield from _texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, key)
    elif isinstance(node, str) and key not in _UNREAD:
        yield node

"""The short phrases of a language: `locales/<language>/phrases/*.toml`, where a phrase is found by its key.

`[refusal]` with `no-code = "…"` is the phrase `refusal.no-code`. Phrases are written as all our texts are
(`bot.replies.words.sentences`). Every language holds its own text under a key, so that none is another's mirror.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markupsafe import Markup

from bot.languages import locales
from bot.replies.document import plain
from bot.replies.parse import parse_inline
from bot.replies.words.sentences import sentences


class Phrases:
    """One language's phrases.

    Raises ValueError that names file and key where a phrase is no text, is empty, or stands in two files.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._written: dict[str, str] = {}
        self._said: dict[str, str] = {}
        for path in sorted((locales() / language / "phrases").glob("*.toml")):
            for key, text in _read(path):
                if key in self._written:
                    raise ValueError(f"{path}: the phrase {key!r} stands in another file, too")
                self._written[key] = text

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __contains__(self, key: str) -> bool:
        return key in self._written

    def written(self, key: str) -> str:
        """The phrase as its translator wrote it."""
        if key not in self._written:
            raise KeyError(f"no phrase {key!r} in {self.language}/phrases")
        return self._written[key]

    def xml(self, key: str, /, **values: object) -> Markup:
        """The phrase as inline XML, filled: for a template."""
        return sentences(self.language).fill(self.written(key), values)

    def say(self, key: str, /, **values: object) -> str:
        """The phrase as plain text: for a command line's help, a modal's title, a button."""
        if not values and key in self._said:
            return self._said[key]
        text = plain(parse_inline(self.xml(key, **values)))
        if not values:  # a label of a button, the same under every answer
            self._said[key] = text
        return text


def _read(path: Path) -> Iterator[tuple[str, str]]:
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    for group, phrases_of in groups.items():
        if not isinstance(phrases_of, dict):
            raise ValueError(f"{path}: {group} stands under no [group]")  # noqa: TRY004  what is wrong is the file
        for key, text in phrases_of.items():
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"{path}: the phrase '{group}.{key}' must be a text")
            yield f"{group}.{key}", text


@cache
def phrases(language: str) -> Phrases:
    """The language's phrases, read once."""
    return Phrases(language)

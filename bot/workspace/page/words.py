"""The page's own words and its examples, from `locales/<language>/workspace.toml`.

The workspace knows nothing of the bot, so it reads this one file by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli
from babel import Locale

_PLACES = ("channel", "thread")
_BLANK = re.compile(r"\{(\w+)\}")
_HERE = Path(__file__).resolve()


@dataclass(frozen=True, slots=True)
class Example:
    """Something to click: it types `text` and sends it."""

    title: str
    text: str
    place: str
    """`channel` or `thread`: which composer it is for."""
    file: str = ""
    """A sample of `static/samples/`, in place of `text`: a `.txt` is pasted, any other dropped."""
    invites: bool = False
    """What one should try first."""
    domain: bool = False
    """Asks about a domain, so that it is offered only where one is spoken of."""


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    phrases: Mapping[str, str]
    examples: tuple[Example, ...]

    def say(self, key: str, **values: object) -> str:
        """The phrase of a key, its `{blanks}` filled in. KeyError where there is none."""
        return _BLANK.sub(lambda blank: str(values[blank[1]]), self.phrases[key])

    def replies(self, count: int) -> str:
        """“3 replies”, declined by the language's plural rules in CLDR."""
        return self.say(f"replies.{Locale.parse(self.language).plural_form(count)}", count=count)


class WordsError(ValueError):
    """A language's file is not as it should be; the message names file and entry."""


@cache
def languages() -> tuple[str, ...]:
    """Every language that the page speaks, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in _folder().glob("*/workspace.toml")))


def read(language: str, text: str) -> Words:
    """The words of a TOML text with the tables `phrases` (nested) and `examples`."""
    name = f"{language}/workspace.toml"
    data = tomli.loads(text)
    examples = []
    for place, entry in enumerate(data.get("examples", ()), start=1):
        unknown = set(entry) - {"title", "text", "place", "file", "invites", "domain"}
        if unknown or not {"title", "text", "place"} <= set(entry) or entry["place"] not in _PLACES:
            raise WordsError(f"{name}: example {place} needs title, text and place (one of {', '.join(_PLACES)})")
        examples.append(Example(**entry))
    return Words(language, dict(_flat(data.get("phrases", {}), name)), tuple(examples))


def _flat(table: Mapping[str, object], name: str, before: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat += _flat(value, name, f"{before}{key}.")
        elif isinstance(value, str):
            flat.append((before + key, value))
        else:
            raise WordsError(f"{name}: phrases.{before}{key} is no text")
    return flat


@cache
def words(language: str) -> Words:
    """The words of one of `languages()`."""
    file = _folder() / language / "workspace.toml"
    return read(language, file.read_text("utf-8"))


def _folder() -> Path:
    """`bot/locales` in an installed wheel, `locales` beside `bot` in a checkout."""
    package = _HERE.parents[2]
    installed = package / "locales"
    return installed if installed.is_dir() else package.parent / "locales"

"""The short phrases of a language, and how all our texts are filled.

`locales/<language>/phrases/*.toml`: `[refusal]` with `no-code = "…"` is the phrase `refusal.no-code`. Every language
holds its own text under a key, so that none is another's mirror. Phrases and longer texts are written in one way: light
Markdown with `{{ facts }}` and `{{ count|plural("įrašas", "įrašai", "įrašų") }}`. A text knows the facts that it is
given and nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

import tomli
from jinja2 import Environment, Undefined, meta
from markupsafe import Markup

from bot.languages import locales
from bot.replies.parse import parse_inline, plain

_HOLE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ORDER = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural forms."""


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
        groups = tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
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


class Gap(Undefined):
    """A fact that a text wants and was not given: a fault of ours, logged, shown as an ellipsis."""

    def __str__(self) -> str:
        import logging  # noqa: PLC0415  no text wants it but a faulty one

        logging.getLogger(__name__).error("a text wants the fact %r, which it was not given", self._undefined_name)
        return "…"

    def __gt__(self, other: object) -> bool:  # type: ignore[override]
        """A report that was kept before its findings counted their terms: each was about one."""
        return False


class Sentences:
    """Fills the texts of one language. Each text is compiled once."""

    def __init__(self, language: str) -> None:
        self.environment = Environment(autoescape=True, undefined=Gap, trim_blocks=True, lstrip_blocks=True)
        self.environment.filters = {"plural": partial(_plural, language)}
        self.environment.globals = {}  # no helper may stand in for a fact that is missing
        self._compiled: dict[str, Callable[..., str]] = {}

    def fill(self, source: str, facts: Mapping[str, Any]) -> Markup:
        """The text as inline XML, its facts escaped."""
        if source not in self._compiled:
            xml = to_xml(source)
            self._compiled[source] = self.environment.from_string(xml).render if "{" in xml else lambda **_: xml
        return Markup(self._compiled[source](**facts))  # nosec B704  # noqa: S704  our own text; facts are escaped

    def facts(self, source: str) -> set[str]:
        """The names of the facts that a text wants."""
        return meta.find_undeclared_variables(self.environment.parse(source))


@cache
def sentences(language: str) -> Sentences:
    """The language's, one for the whole process."""
    return Sentences(language)


def _plural(language: str, number: object, *forms: str) -> str:
    """The form that the number takes; the last one where the number is missing."""
    if isinstance(number, Undefined):
        return str(number) and forms[-1]
    return forms[plural_index(language, int(str(number)))]


def plural_index(language: str, number: int) -> int:
    """Which form `number` takes: 0, 1 or 2 for Lithuanian one, few, other; 0 or 1 for English."""
    rule, tags = _rule(language)
    return tags.index(rule(abs(number)))


def forms(language: str) -> int:
    """How many forms a whole number can take."""
    return len(_rule(language)[1])


@cache
def _rule(language: str) -> tuple[Callable[[int], str], tuple[str, ...]]:
    from babel import Locale  # noqa: PLC0415  many answers count nothing, and Babel loads slowly

    rule = Locale.parse(language).plural_form
    # CLDR also has forms for fractions (Lithuanian "many"); only those that whole numbers take count here.
    used = {rule(number) for number in range(201)}
    return rule, tuple(tag for tag in _ORDER if tag in used)


def to_xml(source: str) -> str:
    """A text with light Markdown (`code`, **bold**, [text](https://…)) as the same text with inline XML. Placeholders
    stay as they are: they are filled later, so no value can become markup."""
    pieces = _HOLE.split(source)
    holes = pieces[1::2]
    # Markup may span placeholders, so each is set aside under a mark that no text has.
    text = "\0".join(escape(piece, quote=False) for piece in pieces[0::2])
    text = _CODE.sub(r"<c>\1</c>", text)
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    text = _BOLD.sub(r"<b>\1</b>", text)
    for hole in holes:
        text = text.replace("\0", hole, 1)
    return text

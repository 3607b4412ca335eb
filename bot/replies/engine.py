"""One Jinja environment for each language: the templates are the same for all, phrases and texts are the language's."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domains.values import Status
from bot.languages import called, languages
from bot.replies.clean import shown
from bot.replies.document import Block, Inlines
from bot.replies.parse import ElementError, parse, parse_inline
from bot.replies.words.dates import day, in_prose, moment
from bot.replies.words.glance import glance
from bot.replies.words.phrases import Phrases, phrases
from bot.replies.words.texts import Texts

if TYPE_CHECKING:
    from bot.cases.values.answers.kinds import CustomerAnswer

P = TypeVar("P")
TEMPLATES = Path(__file__).parent / "templates"
_RFC = re.compile(r"RFC (\d+)(?:, ([\d.]+))?")


_HELPERS = (
    "by_keeper",
    "check_named",
    "checklist",
    "decides_posing",
    "filter_title",
    "history",
    "letter_plan",
    "points",
    "posing",
    "provider",
    "shown_of",
    "steps",
    "telling_signs",
    "verdict",
    "waiting",
    "worst_first",
    "zone_lines",
    "zone_title",
)
"""What `bot.replies.helpers` has, loaded when a template first calls one of them."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What turns an answer into XML in one language."""

    environment: Environment
    phrases: Phrases
    texts: Texts

    def xml(self, template: str, **values: object) -> str:
        """The template's XML. Raises where it uses a phrase or a value that is not there."""
        return self.environment.get_template(f"{template}.xml").render(**values)

    def blocks(self, template: str, **values: object) -> tuple[Block, ...]:
        """The template's blocks. Raises TemplateError where what it writes is no reply."""
        return self._parsed(parse, template, values)

    def inlines(self, template: str, **values: object) -> Inlines:
        """The spans of a template that writes one sentence. Raises TemplateError as `blocks` does."""
        return self._parsed(parse_inline, template, values)

    def _parsed(self, read: Callable[[str], P], template: str, values: dict[str, object]) -> P:
        xml = self.xml(template, **values)
        try:
            return read(xml)
        except ElementError as error:
            raise TemplateError(f"{_place(template, xml, error)}: {error}") from error


class TemplateError(ValueError):
    """A template's output is not a valid reply. The message names the template, the line and the element."""


def _place(template: str, xml: str, error: ElementError) -> str:
    """Where to look: the line that writes an unknown element, else the template and the broken line as it was made."""
    if error.element:
        tag = f"<{error.element}"
        for path in (TEMPLATES / f"{template}.xml", *sorted(TEMPLATES.rglob("*.xml"))):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if tag in line:
                    return f"{path.relative_to(TEMPLATES)}, line {number}"
    lines = xml.splitlines()
    made = lines[error.line - 1].strip()[:200] if 0 < error.line <= len(lines) else ""
    return f"{template}.xml, at {made!r}" if made else f"{template}.xml"


@cache
def engine(language: str) -> Engine:
    """The language's engine; templates and texts are read when first wanted."""
    spoken = phrases(language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    texts = Texts(language)
    environment.filters |= {
        "shown": shown,
        "masked": _masked,
        "source_link": source_link,
        "capital": _capital,
        "within": _within,
        "decimal": partial(_decimal, language),
        "day": partial(day, language),
        "moment": partial(moment, language),
        "in_prose": partial(in_prose, language),
    }
    environment.globals |= {name: _helper(name) for name in _HELPERS}
    environment.globals |= {
        "_": spoken.xml,
        "texts": texts,
        "Status": Status,
        "language": language,
        "letter": _letter,
        "glance": glance,
        "tongue": tongue,
        "tongues": partial(_tongues, language),
        "called": partial(_called, language),
    }
    return Engine(environment, spoken, texts)


def _helper(name: str) -> Callable[..., Any]:
    """The helper of that name, which is looked for when it is called."""

    def call(*arguments: object) -> Any:
        from bot.replies import helpers  # noqa: PLC0415  the checks load slowly

        return getattr(helpers, name)(*arguments)

    return call


def _letter(answer: "CustomerAnswer") -> Markup:
    """The customer's letter, in the customer's language."""
    return Markup(engine(answer.language).xml("letter", answer=answer))  # nosec B704  # noqa: S704  a template's output


def _masked(text: str, private: bool = False) -> str:
    """The text with every address in it masked, unless only the one who asked sees it."""
    if private:
        return text
    from bot.cases.masking import mask  # noqa: PLC0415  it brings what bounces are read by

    return mask(text)


def source_link(reference: str) -> str:
    """Where a reference such as `RFC 5321, 4.2.2` is read; empty where it names no RFC."""
    match = _RFC.search(reference)
    if not match:
        return ""
    section = f"#section-{match[2].rstrip('.')}" if match[2] else ""
    return f"https://www.rfc-editor.org/rfc/rfc{match[1]}.html{section}"


def _capital(text: str) -> str:
    """The first letter large; the rest, and what is markup already, as it is."""
    return text[:1].upper() + text[1:]


def _within(text: str) -> str:
    """Words as they stand within a sentence: `Vardų serveriai` begins small, `DKIM` is as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _called(within: str, language: str) -> str:
    """What a language is called in another one: `called("lt")` in English is `Lithuanian`."""
    return called(language, within)


def _tongues(within: str) -> str:
    """All languages that there are: `English and Lithuanian`."""
    from babel.lists import format_list  # noqa: PLC0415  few answers name the languages, and Babel loads slowly

    return format_list([called(each, within) for each in languages()], locale=within)


def tongue(language: str) -> str:
    """What a language calls itself: `lietuvių`, `English`."""
    from babel import Locale  # noqa: PLC0415

    return Locale.parse(language).get_language_name() or language


def _decimal(language: str, number: float) -> str:
    """With the language's decimal sign, two digits that count: `0,42`, `3.1`."""
    from babel.numbers import format_decimal  # noqa: PLC0415  only a domain's answer needs it

    return format_decimal(number, format="#,##0.##" if number < 1 else "#,##0.#", locale=language)

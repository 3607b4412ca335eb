"""One Jinja environment a language: templates are the same for all, phrases and texts are the language's."""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.cases.answering.checklist import checklist
from bot.cases.answering.waits import waiting
from bot.cases.masking import mask
from bot.cases.over_time.spells import by_check
from bot.domains.engine.keepers import by_keeper
from bot.domains.engine.registry import check_named, decides_posing
from bot.domains.engine.verdict import posing, verdict
from bot.domains.knowledge.providers import provider
from bot.domains.knowledge.zone_hosts import zone_title
from bot.domains.values import Status
from bot.languages import called, languages
from bot.replies.document import Block, ElementError, parse
from bot.replies.letters import plan
from bot.replies.steps import steps
from bot.replies.words.dates import day, in_prose, moment
from bot.replies.words.names import shown, source_link
from bot.replies.words.phrases import Phrases, phrases
from bot.replies.words.texts import Texts

TEMPLATES = Path(__file__).parent / "templates"


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
        xml = self.xml(template, **values)
        try:
            return parse(xml)
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
    said = phrases(language)
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
    environment.globals |= {
        "_": said.xml,
        "texts": texts,
        "Status": Status,
        "language": language,
        "posing": posing,
        "verdict": verdict,
        "waiting": waiting,
        "zone_title": zone_title,
        "checklist": checklist,
        "history": by_check,
        "provider": _provider,
        "check_named": check_named,
        "decides_posing": decides_posing,
        "steps": steps,
        "letter_plan": partial(plan, texts=texts),
        "by_keeper": by_keeper,
        "tongue": tongue,
        "tongues": _tongues(language),
        "called": partial(_called, language),
    }
    return Engine(environment, said, texts)


def _masked(text: str, private: bool = False) -> str:
    """The text with every address in it masked, unless only the one who asked sees it."""
    return text if private else mask(text)


def _capital(text: str) -> str:
    """The first letter large; the rest, and what is markup already, as it is."""
    return text[:1].upper() + text[1:]


def _within(text: str) -> str:
    """A name as it stands within a sentence: `Vardų serveriai` begins small, `DKIM` is as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _called(within: str, language: str) -> str:
    """What a language is called in another one: `called("lt")` in English is `Lithuanian`."""
    return called(language, within)


def _tongues(within: str) -> str:
    """All languages that there are: `English and Lithuanian`."""
    from babel.lists import format_list  # noqa: PLC0415

    return format_list([called(each, within) for each in languages()], locale=within)


def tongue(language: str) -> str:
    """What a language calls itself: `lietuvių`, `English`."""
    return Locale.parse(language).get_language_name() or language


def _provider(name: str) -> str:
    """A mail service's own name."""
    known = provider(name)
    return known.title if known else name


def _decimal(language: str, number: float) -> str:
    """With the language's decimal sign, two digits that count: `0,42`, `3.1`."""
    from babel.numbers import format_decimal  # noqa: PLC0415  only a domain's answer needs it

    return format_decimal(number, format="#,##0.##" if number < 1 else "#,##0.#", locale=language)

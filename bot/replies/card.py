"""A domain's first answer: which findings it tells, and how much of each, so that it can be read at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.domains.values import Finding, Record
from bot.replies.document import plain
from bot.replies.parse import parse_inline
from bot.replies.steps import Step, steps
from bot.replies.words.texts import Texts

MOST_WORDS = 50
"""Words of the findings that an answer shows, with their records. The verdict and the questions take some forty."""
_LABEL = 2
"""Words before a record: its name and type."""


@dataclass(frozen=True, slots=True)
class Point:
    """One finding as the answer tells it. Where what to do does not fit, its record is left out too: it may be right
    under a condition only."""

    finding: Finding
    advice: Markup | None = None
    """What to do, in a few words where the language has them."""
    records: tuple[Record, ...] = ()
    above: bool = False
    """An earlier finding's record settles this one too."""


def points(shown: Sequence[Finding], domain: str, texts: Texts) -> tuple[Point, ...]:
    """The findings, worst first, each with its advice and records as long as the words are few enough."""
    planned = [(step, texts.finding(step.finding, domain)) for step in steps(shown)]
    room = MOST_WORDS - sum(_count(text["title"]) if text else 1 for _, text in planned)
    made = []
    for step, text in planned:
        advice = None if text is None else next((text[key] for key in ("brief", "remedy") if key in text), None)
        words = _words(step, advice)
        if words > room:
            made.append(Point(step.finding))
            continue
        room -= words
        made.append(Point(step.finding, advice, step.records, step.above))
    return tuple(made)


def _words(step: Step, advice: Markup | None) -> int:
    places = {(record.name, record.type) for record in step.records}
    records = _LABEL * len(places) + sum(len(record.value.split()) for record in step.records)
    return records + (_count(advice) if advice else 0)


def _count(xml: str) -> int:
    return len(plain(parse_inline(xml)).split())

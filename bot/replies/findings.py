"""Findings as an answer lists them: each with its records once, as much of it as the answer has room for, and records
as a zone file has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.domains.values import Finding, Record
from bot.replies.parse import parse_inline, plain
from bot.replies.words.texts import Texts

MOST_WORDS = 50
"""Words of the findings that an answer shows, with their records. The verdict and the questions take some forty."""
_LABEL = 2
"""Words before a record: its name and type."""
_WIDEST = 40
"""Characters that a name may push the next column to the right; a longer one stands out of line."""


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One finding's place in an answer."""

    finding: Finding
    records: tuple[Record, ...]
    """Those to publish that no earlier step gave."""
    above: bool
    """An earlier step gave a record that this finding wants too."""


def steps(findings: Iterable[Finding]) -> tuple[FindingStep, ...]:
    """The findings in their order; their records united by `bot.domains.engine.one_record`."""
    earlier: set[Record] = set()
    made = []
    for finding in findings:
        records = tuple(record for record in finding.publish if record not in earlier)
        made.append(FindingStep(finding, records, len(records) < len(finding.publish)))
        earlier.update(records)
    return tuple(made)


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


def _words(step: FindingStep, advice: Markup | None) -> int:
    places = {(record.name, record.type) for record in step.records}
    records = _LABEL * len(places) + sum(len(record.value.split()) for record in step.records)
    return records + (_count(advice) if advice else 0)


def _count(xml: str) -> int:
    return len(plain(parse_inline(xml)).split())


def zone_lines(records: Iterable[Record]) -> tuple[str, ...]:
    """The records in their order, those of one name and type by preference where they have one (MX)."""
    once = tuple(dict.fromkeys(records))
    first = {(record.name, record.type): place for place, record in reversed(list(enumerate(once)))}
    in_order = sorted(once, key=lambda record: (first[record.name, record.type], _preference(record)))
    names = max((len(record.name) for record in once if len(record.name) <= _WIDEST), default=0)
    types = max((len(record.type) for record in once), default=0)
    return tuple(f"{record.name:<{names}}  {record.type:<{types}}  {record.value}" for record in in_order)


def _preference(record: Record) -> int:
    preference = record.value.partition(" ")[0]
    return int(preference) if record.type == "MX" and preference.isdecimal() else 0

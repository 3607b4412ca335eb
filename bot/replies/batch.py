"""The output of a batch in a terminal: one line for each domain, and the summary at the end."""

from bot.domains.engine.tally import Tally
from bot.domains.values import Report
from bot.replies.document import Document
from bot.replies.engine import engine
from bot.replies.surfaces import terminal

MOST_FINDINGS = 8
_ENDLESS = 10_000
"""Columns: a result stays on one line, so that it can be searched with grep."""


def line(report: Report, language: str, *, colour: bool) -> str:
    """One domain in one line: how it stands, and its worst finding."""
    return _written("batch-line", language, colour, report=report)


def nothing(typed: str, reason: str, language: str, *, colour: bool) -> str:
    """A line that is no domain (`reason` as in `bot.domains.name.Reason`), or whose check `failed`."""
    return _written("batch-nothing", language, colour, given=typed, reason=reason)


def summary(tally: Tally, language: str, *, colour: bool) -> str:
    """How many domains stand how, and the findings met most often."""
    return _written("batch-summary", language, colour, tally=tally, most=MOST_FINDINGS)


def _written(template: str, language: str, colour: bool, **values: object) -> str:
    document = Document(engine(language).blocks(template, **values))
    return terminal.write(document, colour=colour, width=_ENDLESS)

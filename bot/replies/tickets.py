"""An answer in one sentence, to paste into a ticket of another system."""

from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.further import ShorterAnswer
from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, CheckAnswer, DomainAnswer
from bot.cases.values.answers.typed import CodeAnswer
from bot.replies.engine import Engine
from bot.replies.parse import plain

_FOR_TICKETS = (
    "BounceAnswer",
    "CheckAnswer",
    "ChecksAnswer",
    "CodeAnswer",
    "ComparisonAnswer",
    "DomainAnswer",
    "FixAnswer",
    "ShorterAnswer",
)
"""Kinds of answers that a ticket in another system may take in one sentence."""


def ticket(answer: AnyAnswer, words: Engine) -> str | None:
    """The answer in one sentence of plain text, with the record to publish; None where there is nothing that a ticket
    would need, or nothing yet."""
    kind = type(answer).__name__
    if kind not in _FOR_TICKETS or not _whole(answer):
        return None
    return plain(words.inlines("ticket", kind=kind, answer=answer))


def _whole(answer: AnyAnswer) -> bool:
    match answer:
        case DomainAnswer(report):
            return report.done
        case BounceAnswer(diagnosis=diagnosis, checking=checking):
            return diagnosis is not None and not checking
        case CheckAnswer(domain, _, findings):
            return domain is not None and bool(findings)
        case FixAnswer():
            return bool(answer.wanted)
        case CodeAnswer() | ShorterAnswer():
            return True
        case _:
            return all(report.done for report in getattr(answer, "reports", ()))

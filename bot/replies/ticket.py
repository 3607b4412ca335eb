"""An answer in one sentence, for a ticket in another system: plain text with the record to publish."""

from bot.cases.values.answers.fixes import FixAnswer
from bot.cases.values.answers.further import ShorterAnswer
from bot.cases.values.answers.kinds import Answer, BounceAnswer, CheckAnswer, CodeAnswer, DomainAnswer
from bot.replies.document import Document
from bot.replies.engine import Engine
from bot.replies.surfaces import plain

_KINDS = (
    "BounceAnswer",
    "CheckAnswer",
    "ChecksAnswer",
    "CodeAnswer",
    "ComparisonAnswer",
    "DomainAnswer",
    "FixAnswer",
    "ShorterAnswer",
)


def ticket_line(answer: Answer, words: Engine) -> str | None:
    """None where there is nothing that a ticket would need, or nothing yet."""
    kind = type(answer).__name__
    if kind not in _KINDS or not _whole(answer):
        return None
    return plain.write(Document(words.blocks("ticket", kind=kind, answer=answer)))


def _whole(answer: Answer) -> bool:
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

"""What of an answer is counted for the workspace's week, and what a vote on it is a vote on."""

from dataclasses import dataclass
from enum import StrEnum

from bot.cases.about_bounce import chief
from bot.cases.case import Case


class CountedKind(StrEnum):
    CODE = "code"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Counted:
    """A code as asked (`550 5.7.1`) or a bounce's cause (`mailboxfull`)."""

    kind: CountedKind
    name: str


class JudgedKind(StrEnum):
    RULE = "rule"
    """Of a bounce's reading: `google/unauthenticated`."""
    FINDING = "finding"
    """Of a domain's check: `spf-missing`."""
    CODE = "code"
    """A code's own explanation: `451`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A part of an answer that a vote is for or against."""

    kind: JudgedKind
    name: str


def counted(before: Case, after: Case) -> tuple[Counted, ...]:
    """What a question newly brought to its case. Asking on about the same code or bounce counts nothing again."""
    found: list[Counted] = []
    if after.code and after.code != before.code:
        found.append(Counted(CountedKind.CODE, after.code))
    if after.reading is not None and after.reading != before.reading and (diagnosis := chief(after.reading)):
        found.append(Counted(CountedKind.CAUSE, diagnosis.cause))
        if code := " ".join(filter(None, (diagnosis.reply_code, diagnosis.status))):
            found.append(Counted(CountedKind.CODE, code))
    return tuple(found)

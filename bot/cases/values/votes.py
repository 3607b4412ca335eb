"""What is counted of answers, and what a vote is for or against: values."""

from dataclasses import dataclass
from enum import StrEnum


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

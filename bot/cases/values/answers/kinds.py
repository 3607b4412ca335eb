"""Every kind of answer there is: a value each, which `replies` words. Each has a template of its own name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.cases.values.answers.changes import ChangesAnswer
from bot.cases.values.answers.checked import ChecksAnswer, OptionalAnswer
from bot.cases.values.answers.fixes import CodeFixAnswer, FixAnswer
from bot.cases.values.answers.further import FurtherAnswer
from bot.cases.values.answers.mails import MailAnswer
from bot.cases.values.answers.refusals import RefusalAnswer
from bot.cases.values.answers.reports import ReportAnswer
from bot.cases.values.answers.typed import CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
from bot.cases.values.answers.watching import (
    HistoryAnswer,
    ReportLinkAnswer,
    SpreadAnswer,
    UnwatchAnswer,
    WatchAnswer,
    WatchesAnswer,
    WatchesEndedAnswer,
    WatchNewsAnswer,
)

if TYPE_CHECKING:  # a code's answer needs none of them
    from bot.cases.values.choices import Chosen, Wish
    from bot.cases.values.investigation import Investigation
    from bot.codes.values import BounceReading, Diagnosis, Explanation
    from bot.domains.values import Finding, Report
from bot.mails.values import MailReading


@dataclass(frozen=True, slots=True)
class BounceAnswer:
    """A bounce explained; with its investigation where one was made."""

    reading: BounceReading
    diagnosis: Diagnosis | None
    """The one spoken of first."""
    investigation: Investigation | None = None
    checking: bool = False
    """The live checks are still under way."""
    private: bool = False
    """Only the asker sees it: addresses are shown in full."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A code that was asked about, held against what a domain's check found."""

    code: str
    root: Finding | None
    """The finding that may explain the code."""


@dataclass(frozen=True, slots=True)
class DomainAnswer:
    """A domain's report: its verdict, the four questions and the worst findings."""

    report: Report
    supported_provider: str | None = None
    full: bool = False
    """Every finding in full, as in a terminal, which has no buttons that lead to them."""
    relation: Relation | None = None
    """The thread began with a code."""
    at: float | None = None
    """Unix time, seconds, of the check; None while it is under way."""


@dataclass(frozen=True, slots=True)
class ComparisonAnswer:
    """Several domains side by side."""

    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """One check explained for this domain: what it is, what was found, what it means."""

    domain: str | None
    check: str
    findings: tuple[Finding, ...]
    named: str | None = None
    """The blocklist that the case's bounce names."""


@dataclass(frozen=True, slots=True)
class RecordsAnswer:
    """The records of one check, or of all, as found."""

    domain: str
    check: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class WhoAnswer:
    """Who has to act."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    findings: tuple[Finding, ...] = ()
    domain: str | None = None
    seen: tuple[Finding, ...] = ()
    """All findings: their name servers tell who keeps the zone."""


@dataclass(frozen=True, slots=True)
class RetryAnswer:
    """Whether to send again, and when."""

    how_long: bool = field(default=False, kw_only=True)
    """The time is asked for, and told first."""

    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    findings: tuple[Finding, ...] = ()
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerAnswer:
    """A ready text for the customer, in the customer's language."""

    language: str
    explanation: Explanation | None = None
    diagnosis: Diagnosis | None = None
    investigation: Investigation | None = None
    report: Report | None = None
    mail: MailReading | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One question of the guide's list: `name` finds its words; None is for the customer to answer."""

    name: str
    answer: bool | None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class ChecklistAnswer:
    """The guide's "what to check when mail is not sent or received", what the bot knows already answered."""

    domain: str | None
    items: tuple[ChecklistItem, ...]
    cause: Finding | None = None
    """What is found wrong already, said first."""
    explanation: Explanation | None = None
    """The code that the thread is about, whose own advice comes first."""


@dataclass(frozen=True, slots=True)
class LimitsAnswer:
    """The guide's sending limits."""


@dataclass(frozen=True, slots=True)
class LanguageAnswer:
    """The thread's language was changed."""

    language: str


@dataclass(frozen=True, slots=True)
class PreferencesAnswer:
    """What is chosen now: for the asker, this channel and the workspace; first, what was just chosen."""

    wish: Wish
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class ThanksAnswer:
    pass


AnyAnswer = (
    CodeAnswer
    | CodeListAnswer
    | HelpAnswer
    | GreetingAnswer
    | RefusalAnswer
    | BounceAnswer
    | DomainAnswer
    | ChecksAnswer
    | OptionalAnswer
    | ComparisonAnswer
    | CheckAnswer
    | RecordsAnswer
    | FixAnswer
    | CodeFixAnswer
    | WhoAnswer
    | RetryAnswer
    | CustomerAnswer
    | ChecklistAnswer
    | LimitsAnswer
    | ChangesAnswer
    | LanguageAnswer
    | PreferencesAnswer
    | WatchAnswer
    | UnwatchAnswer
    | WatchesAnswer
    | WatchesEndedAnswer
    | WatchNewsAnswer
    | HistoryAnswer
    | ReportLinkAnswer
    | SpreadAnswer
    | ThanksAnswer
    | FurtherAnswer
    | MailAnswer
    | ReportAnswer
)

"""A case: what one thread is about, and what was last said in it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.codes.values import BounceReading
from bot.domains.values import Record
from bot.mails.values import MailReading


class Topic(StrEnum):
    NOTHING = "nothing"
    """A thread that asked for help, or whose subject was not understood."""
    CODE = "code"
    BOUNCE = "bounce"
    DOMAIN = "domain"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class ShownRecords:
    """The records that one check showed."""

    check: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class CheckMemory:
    """A domain's last whole check, as the codes and records of its findings: enough to say what changed."""

    domain: str
    codes: tuple[str, ...]
    """Codes of the findings that were not `ok`."""
    at: float
    """Unix time, seconds."""
    checks: tuple[str, ...] = ()
    """Names of the checks that were made; empty: all."""
    seen: tuple[ShownRecords, ...] = ()
    """Of the checks that could determine everything."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a thread is about. It holds no message text; the addresses of a bounce or a mail are masked before they come
    here."""

    language: str
    topic: Topic = Topic.NOTHING
    code: str | None = None
    """As asked: `451`, `550 5.7.1`."""
    domain: str | None = None
    """ASCII."""
    reading: BounceReading | None = None
    mail: MailReading | None = None
    sender_ip: str | None = None
    selectors: tuple[str, ...] = ()
    spoken_of: str | None = None
    """What "it" means now: a check's name or a code."""
    last_check: CheckMemory | None = None
    ticked: tuple[str, ...] = ()
    """The checklist's questions that the customer has answered with yes."""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a case lives."""

    team: str
    channel: str
    ts: str
    """Of the thread's first message."""

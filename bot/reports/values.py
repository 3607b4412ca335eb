"""The values that reading a report gives."""

from dataclasses import dataclass
from enum import StrEnum


class Unreadable(StrEnum):
    """Why a file is not read as a report."""

    NO_REPORT = "no-report"
    """A file of another kind."""
    EMPTY = "empty"
    DAMAGED = "damaged"
    """A report, or an archive, that breaks off or breaks the rules before anything of use was said."""
    ENCRYPTED = "encrypted"
    """An archive with a password."""
    BOMB = "bomb"
    """It unpacks to more than a hundred times its size."""
    TOO_LARGE = "too-large"
    ENTITIES = "entities"
    """XML that declares entities, which no report needs and attacks use."""


@dataclass(frozen=True, slots=True)
class NoReport:
    """A file that was not read."""

    reason: Unreadable


@dataclass(frozen=True, slots=True)
class Authenticated:
    """The result of one mechanism for some messages, before alignment."""

    domain: str
    result: str
    """`pass`, `fail`, `softfail`, … in lower case."""
    selector: str = ""
    """DKIM's; empty for SPF and where none is told."""


@dataclass(frozen=True, slots=True)
class Source:
    """One sending address, its rows summed."""

    address: str
    """Normalised; empty where the report tells none that can be read."""
    messages: int = 0
    passed: int = 0
    """Messages that passed DMARC: aligned SPF or aligned DKIM."""
    spf: int = 0
    """Messages whose SPF passed and was aligned."""
    dkim: int = 0
    quarantined: int = 0
    rejected: int = 0
    forwarded: int = 0
    """Messages for which the receiver made an exception, because they were forwarded or came by a mailing list."""
    authors: tuple[str, ...] = ()
    """Domains in the From field."""
    envelopes: tuple[Authenticated, ...] = ()
    """SPF's results."""
    signatures: tuple[Authenticated, ...] = ()
    """DKIM's results."""

    @property
    def failed(self) -> int:
        return self.messages - self.passed


COUNTERS = ("messages", "passed", "spf", "dkim", "quarantined", "rejected", "forwarded")
"""A source's counters, in its fields' order; those of several sources add up."""


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """The domain's DMARC policy as the receiver saw it; empty where the report does not tell."""

    domain: str = ""
    p: str = ""
    sp: str = ""
    np: str = ""
    """For names that do not exist (RFC 9989, 4.7)."""
    testing: bool = False
    """The tag `t=y`: the policy is not to be applied yet."""


@dataclass(frozen=True, slots=True)
class AggregateReport:
    """What one receiver saw in one time."""

    organization: str
    report_id: str
    begin: int | None
    """Unix time, seconds."""
    end: int | None
    policy: PublishedPolicy
    sources: tuple[Source, ...]
    """Those with most messages first, at most `MOST_SOURCES`."""
    rows: int
    rest: Source = Source("")
    """All other sources in one, without their names."""
    rest_sources: int = 0
    damaged: bool = False
    """The file breaks off or is broken: there may have been more rows."""
    others: int = 0
    """Further files in the archive, which were not read."""

    @property
    def messages(self) -> int:
        return sum(source.messages for source in (*self.sources, self.rest))

    @property
    def passed(self) -> int:
        return sum(source.passed for source in (*self.sources, self.rest))


@dataclass(frozen=True, slots=True)
class TlsFailure:
    """Sessions that failed for one reason."""

    result: str
    """The result type: `certificate-expired` (RFC 8460, 4.3)."""
    sessions: int
    host: str = ""
    """The receiving MX host."""
    reason: str = ""
    """`failure-reason-code`, in the sender's own words."""


@dataclass(frozen=True, slots=True)
class TlsPolicy:
    """One policy of the domain, and how sessions under it went."""

    domain: str
    type: str
    """`sts`, `tlsa` or `no-policy-found`."""
    successful: int
    failed: int
    failures: tuple[TlsFailure, ...] = ()
    """The most frequent first, at most `MOST_FAILURES`."""


@dataclass(frozen=True, slots=True)
class TlsReport:
    """How one sender reached the domain's servers over TLS."""

    organization: str
    report_id: str
    start: str
    """As the report writes it: `2024-01-09T00:00:00Z`; empty where it tells none."""
    finish: str
    policies: tuple[TlsPolicy, ...]
    others: int = 0


class DeliveryResult(StrEnum):
    """What became of a message (RFC 6591, 3.2.2)."""

    DELIVERED = "delivered"
    SPAM = "spam"
    POLICY = "policy"
    """Filtered by the receiver's rules."""
    REJECT = "reject"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FailureReport:
    """One message that failed, as its receiver reports it (RFC 6591)."""

    reported_domain: str
    source: Source
    """The server that sent it: one message, or as many as the report stands for."""
    failure: str
    """`dmarc`, `spf`, `dkim`, …; empty where the report does not tell."""
    delivery: str
    """What became of it: a `Delivery`, or what the receiver writes in its place; empty where it does not tell."""
    arrived: str
    """The time as the report writes it."""
    sender: str
    """The envelope sender."""
    subject: str
    """The message's subject, shown to the asker only."""

    @property
    def known_delivery(self) -> bool:
        return self.delivery in list(DeliveryResult)


Reading = AggregateReport | TlsReport | FailureReport | NoReport
NOTHING = NoReport(Unreadable.NO_REPORT)
MOST_SOURCES = 1_000
"""Senders of one report that are listed; the rest are summed up."""
MOST_POLICIES = 50
MOST_FAILURES = 50

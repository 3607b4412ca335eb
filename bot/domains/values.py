"""The values that checking a domain gives: no words, no language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """How bad a finding is. `worse` orders them: ok < notice < unknown < warning < error."""

    OK = "ok"
    NOTICE = "notice"
    """Optional, or worth knowing."""
    UNKNOWN = "unknown"
    """Could not be determined; never to be read as fine."""
    WARNING = "warning"
    """Works today but will bite."""
    ERROR = "error"
    """Mail is refused or lost now, or a standard says that the record counts as broken."""

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


Codes = Mapping[str, Status]
"""What a check module's `CODES` is: each finding's stable code and the status it always has."""


@dataclass(frozen=True, slots=True)
class Record:
    """A DNS record as found, or as it should be published."""

    name: str
    """Without the final dot, ASCII: `_dmarc.imone.lt`."""
    type: str
    """`TXT`"""
    value: str
    """Presentation form; a TXT record's strings joined, bytes outside ASCII as `\\ddd`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail that a finding's words need: `Fact("lookups", 11)`."""

    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. Its words stand in `locales/<language>/findings/<check>.toml` under `code`."""

    check: str
    """`mta-sts`"""
    status: Status
    code: str
    """Stable, unique over all checks, begins with the check's name: `spf-missing`."""
    evidence: tuple[Record, ...] = ()
    facts: tuple[Fact, ...] = ()
    publish: tuple[Record, ...] = ()
    """The remedy's records, exact, for this domain and provider; empty where the remedy is no record."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of one domain. While `done` is false, more findings come."""

    domain: str
    """ASCII (A-labels), lower case, no final dot."""
    findings: tuple[Finding, ...]
    """Worst first, then in the order of `pending` checks."""
    pending: tuple[str, ...] = ()
    """Names of the checks that have not answered yet."""
    elapsed_ms: float = 0.0
    queries: int = 0
    provider: str | None = None
    """The mail service's name in `data/providers.toml`, `self-hosted`, or None where there is none or it is unknown."""

    @property
    def done(self) -> bool:
        return not self.pending


@dataclass(frozen=True, slots=True)
class Options:
    """What a check is asked beside the domain."""

    sender_ip: str | None = None
    """Evaluate SPF for this address."""
    forwarded: bool = False
    """The mail in question came through a forwarder: another server than the domain's own passed it on."""
    selectors: tuple[str, ...] = ()
    """DKIM selectors given by the user or learnt from a mail."""
    supported_provider: str | None = None
    """The provider that the hosting company supports (`ovh`)."""
    only: frozenset[str] = field(default_factory=frozenset)
    """Names of the checks to make; empty: all."""
    network: bool = True
    """False: DNS only, no HTTPS, RDAP or SMTP."""
    smtp_probe: bool = False

"""The values that checking a domain gives: no words, no language."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from bot.measures import MOST_FINDINGS, MOST_REPORT

_LONGEST_FACT = 1000
"""Characters; a name has 253, and ten of them may be listed."""


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

    rank: int
    """The higher, the worse."""

    def __init__(self, value: str) -> None:
        self.rank = len(type(self).__members__)


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


def measured(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first `MOST_FINDINGS`, and of their records no more than `MOST_REPORT` characters in all: a report is kept,
    and read again at every later check. What a finding says is never cut, only what it shows."""
    kept, left = [], MOST_REPORT
    for finding in islice(findings, MOST_FINDINGS):
        facts = tuple(map(_cut, finding.facts)) if any(map(_long, finding.facts)) else finding.facts
        evidence, left = _within(finding.evidence, left)
        publish, left = _within(finding.publish, left)
        whole = facts is finding.facts and evidence is finding.evidence and publish is finding.publish
        kept.append(finding if whole else replace(finding, facts=facts, evidence=evidence, publish=publish))
    return tuple(kept)


def _long(fact: Fact) -> bool:
    return isinstance(fact.value, str) and len(fact.value) > _LONGEST_FACT


def _cut(fact: Fact) -> Fact:
    return Fact(fact.name, f"{fact.value[:_LONGEST_FACT]}…") if isinstance(fact.value, str) and _long(fact) else fact


def _within(records: tuple[Record, ...], left: int) -> tuple[tuple[Record, ...], int]:
    """The first records that `left` characters have room for, and what is left then."""
    for place, record in enumerate(records):
        size = len(record.name) + len(record.value)
        if size > left:
            return records[:place], left
        left -= size
    return records, left


@dataclass(frozen=True, slots=True)
class Report:
    """The findings about one domain. While `done` is false, more will come."""

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
    """Options of a check, besides the domain."""

    sender_ip: str | None = None
    """Evaluate SPF for this address."""
    sender_service: str | None = None
    """The service that this address belongs to, where known: a name in `providers.toml`."""
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
    rpki: bool = False
    """Ask RIPEstat whether the routes to the mail hosts are signed."""

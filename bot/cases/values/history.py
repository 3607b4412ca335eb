"""What a domain's checks found over time: enough to say what changed and since when, too little to rebuild a zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from bot.domains.values import Finding, Report, Status

DAYS = 365
"""How long it is kept."""
_DIGITS = 16
NAMED = ("provider", "list", "selector", "source", "destination", "ip")
"""Facts that the titles of some findings contain."""


@dataclass(frozen=True, slots=True)
class FindingMark:
    """A finding without its details, but for what its title names."""

    check: str
    code: str
    status: Status
    named: tuple[tuple[str, str], ...] = ()
    """Facts of `NAMED`, by name: a service, a blocklist, a selector, a domain, an address."""


@dataclass(frozen=True, slots=True)
class RecordMark:
    """A DNS record without its value."""

    name: str
    type: str
    digest: str
    """The first 16 hexadecimal digits of the value's SHA-256."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Checks in a row that found the same."""

    first: float
    """Unix time, seconds, of the first of them."""
    last: float
    times: int
    findings: tuple[FindingMark, ...]
    records: tuple[RecordMark, ...]


class HistoryOutOfReach(Exception):  # noqa: N818  it passes
    """The history cannot be read now."""


class History(Protocol):
    """One workspace's history."""

    async def keep(self, report: Report) -> None:
        """Remembers a whole check that is done."""
        ...

    async def of(self, domain: str) -> Sequence[Stretch]:
        """The domain's stretches of the last `DAYS`, the oldest first. Raises HistoryOutOfReach."""
        ...


def marks(report: Report) -> tuple[tuple[FindingMark, ...], tuple[RecordMark, ...]]:
    """What is kept of a report, sorted, so that equal reports give equal marks."""
    findings = {(finding.check, finding.code, finding.status, _named(finding)) for finding in report.findings}
    records = {
        (record.name, record.type, sha256(record.value.encode()).hexdigest()[:_DIGITS])
        for finding in report.findings
        for record in finding.evidence
    }
    return tuple(FindingMark(*finding) for finding in sorted(findings)), tuple(
        RecordMark(*record) for record in sorted(records)
    )


def _named(finding: Finding) -> tuple[tuple[str, str], ...]:
    return tuple((fact.name, str(fact.value)) for fact in finding.facts if fact.name in NAMED)

"""Answers to "how do I fix it?"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domains.values import Status

if TYPE_CHECKING:
    from bot.codes.values import Diagnosis, Explanation
    from bot.domains.values import Finding, Record

_MOST_WANTED = 10
"""Findings that one answer puts right; more would not be read."""


class AfterFix(StrEnum):
    """What comes once everything is put right."""

    RECORDS = "after"
    """Changed records are not seen at once."""
    LISTING = "listing"
    """A blocklist takes its time."""
    OTHER = "recheck"


@dataclass(frozen=True, slots=True)
class Service:
    """A mail service with the records that it wants."""

    title: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class FixAnswer:
    """How to mend what was found: the findings with a remedy, worst first."""

    domain: str
    check: str | None
    findings: tuple[Finding, ...]
    services: tuple[Service, ...] = ()
    """Whose MX records may be meant, where the domain does not tell."""

    @property
    def wanted(self) -> tuple[Finding, ...]:
        """What is to be put right now: where something is wrong, at most `_MOST_WANTED` and nothing optional."""
        own = tuple(
            finding
            for finding in self.findings
            if self.check in (None, finding.check) and finding.status is not Status.OK
        )
        wrong = tuple(finding for finding in own if finding.status is not Status.NOTICE)
        return own if self.check else (wrong or own)[:_MOST_WANTED]

    @property
    def left(self) -> tuple[str, ...]:
        """The checks of what may be done besides."""
        wanted = {finding.check for finding in self.wanted}
        return (
            ()
            if self.check
            else tuple(dict.fromkeys(finding.check for finding in self.findings if finding.check not in wanted))
        )

    @property
    def after(self) -> AfterFix:
        from bot.domains.declaration import Keeper  # noqa: PLC0415  checks load slowly
        from bot.domains.engine.registry import check_named  # noqa: PLC0415

        checks = [check_named(finding.check) for finding in self.wanted]
        if checks and all(check.lists for check in checks):
            return AfterFix.LISTING
        in_records = any(check.keeper not in (Keeper.ADDRESS, Keeper.REGISTRANT) for check in checks)
        records = in_records and any(finding.publish for finding in self.wanted)
        return AfterFix.RECORDS if records else AfterFix.OTHER


@dataclass(frozen=True, slots=True)
class CodeFixAnswer:
    """What to do about a code or a bounce's cause."""

    explanation: Explanation | None
    diagnosis: Diagnosis | None = None

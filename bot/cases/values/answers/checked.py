"""Answers that show more of a domain's report than its first answer does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domains.values import Status

if TYPE_CHECKING:
    from bot.domains.values import Finding, Report


@dataclass(frozen=True, slots=True)
class ChecksAnswer:
    """All checks, a line each."""

    report: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of each check the worst, worst first."""
        worst: dict[str, Finding] = {}
        for finding in self.report.findings:
            worst.setdefault(finding.check, finding)
        return tuple(worst.values())


@dataclass(frozen=True, slots=True)
class OptionalAnswer:
    """What could be added to a domain's records and need not be."""

    report: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.report.findings if finding.status is Status.NOTICE)

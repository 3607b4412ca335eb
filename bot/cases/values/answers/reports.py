"""Answers to reports that somebody dropped: DMARC, TLS, a single failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domains.values import Status

if TYPE_CHECKING:
    from bot.domains.values import Finding
    from bot.reports.senders import Sender, SenderStanding
    from bot.reports.values import AggregateReport, FailureReport, Source, TlsFailure, TlsReport

_MOST_SENDERS = 12
"""Rows of the table of senders."""
_MOST_FAILURES = 15
RESULTS = frozenset(
    {
        "starttls-not-supported",
        "certificate-host-mismatch",
        "certificate-expired",
        "certificate-not-trusted",
        "validation-failure",
        "tlsa-invalid",
        "dnssec-invalid",
        "dane-required",
        "sts-policy-fetch-error",
        "sts-policy-invalid",
        "sts-webpki-invalid",
    }
)
"""Result types of RFC 8460 (4.3): those that there are words for."""


@dataclass(frozen=True, slots=True)
class DmarcReportAnswer:
    """Who sends in a domain's name, and what is to be done about those that fail."""

    domain: str
    """ASCII; empty where the report names none."""
    report: AggregateReport
    senders: tuple[Sender, ...]
    """Those with most messages first."""
    findings: tuple[Finding, ...] = ()
    """What would let the domain's own senders send, one record for all of them."""
    checking: bool = False
    """Whose the addresses are is still being looked up."""

    @property
    def shown(self) -> tuple[Sender, ...]:
        return self.senders[:_MOST_SENDERS]

    @property
    def advised(self) -> tuple[SenderStanding, ...]:
        """What is to be said of senders that fail, the most urgent first."""
        from bot.reports.senders import advised  # noqa: PLC0415

        return advised(self.senders)

    @property
    def rest(self) -> Source:
        """All others in one."""
        from bot.reports.senders import summed  # noqa: PLC0415  a code's answer loads no reports

        sources = [source for sender in self.senders[_MOST_SENDERS:] for source in sender.sources]
        return summed((*sources, self.report.rest))

    @property
    def rest_sources(self) -> int:
        return sum(len(sender.sources) for sender in self.senders[_MOST_SENDERS:]) + self.report.rest_sources

    @property
    def percent(self) -> int:
        """Of the messages that passed, rounded down: 100 are all."""
        return 100 * self.report.passed // max(self.report.messages, 1)

    @property
    def refused(self) -> int:
        """Messages that were rejected or put in quarantine."""
        from bot.reports.senders import summed  # noqa: PLC0415

        whole = summed((*self.report.sources, self.report.rest))
        return whole.rejected + whole.quarantined

    @property
    def level(self) -> Status:
        """How bad it is: an error where the domain's own mail is refused now."""
        from bot.reports.senders import SenderStanding  # noqa: PLC0415

        if self.checking:
            return Status.UNKNOWN
        if self.report.passed == self.report.messages:
            return Status.OK if self.report.messages else Status.NOTICE
        broken = [sender for sender in self.senders if sender.standing in (SenderStanding.ALLOW, SenderStanding.SIGN)]
        if not broken:
            unlooked = any(sender.standing is SenderStanding.UNLOOKED for sender in self.senders)
            return Status.UNKNOWN if unlooked else Status.NOTICE
        return Status.ERROR if any(sender.refused for sender in broken) else Status.WARNING


@dataclass(frozen=True, slots=True)
class FailureReportAnswer:
    """One message that failed, and whose server sent it."""

    domain: str
    report: FailureReport
    sender: Sender
    findings: tuple[Finding, ...] = ()
    checking: bool = False
    private: bool = False
    """Only the asker sees it: addresses are shown in full."""


@dataclass(frozen=True, slots=True)
class TlsReportAnswer:
    """What failed on the way to a domain's servers over TLS, and how often."""

    domain: str
    report: TlsReport

    @property
    def failed(self) -> int:
        """By the summary: one session may stand under several failures. Where there is none, by these."""
        return sum(policy.failed or sum(each.sessions for each in policy.failures) for policy in self.report.policies)

    @property
    def sessions(self) -> int:
        return self.failed + sum(policy.successful for policy in self.report.policies)

    @property
    def failures(self) -> tuple[TlsFailure, ...]:
        """Of all policies, the most frequent first."""
        those = [failure for policy in self.report.policies for failure in policy.failures]
        return tuple(sorted(those, key=lambda failure: -failure.sessions)[:_MOST_FAILURES])

    @property
    def results(self) -> tuple[str, ...]:
        """The result types among them that there are words for, each once."""
        return tuple(dict.fromkeys(failure.result for failure in self.failures if failure.result in RESULTS))

    @property
    def level(self) -> Status:
        if not self.sessions:
            return Status.NOTICE
        return Status.WARNING if self.failed else Status.OK


ReportAnswer = DmarcReportAnswer | FailureReportAnswer | TlsReportAnswer

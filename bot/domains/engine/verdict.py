"""A report's verdict: the four questions, each with the worst finding that bears on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domains.declaration import Code, Concern
from bot.domains.engine.registry import answering, check_named
from bot.domains.values import Finding, Report, Status

_CONCERNS = tuple(Concern)


class _Bearing(NamedTuple):
    """A finding with what is declared of it."""

    finding: Finding
    code: Code
    concern: Concern | None
    """The question that it bears on."""
    decides: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one question stands."""

    name: Concern
    status: Status | None
    """None while none of its checks has answered, and where none of them was made."""
    worst: Finding | None
    findings: tuple[Finding, ...]
    pending: bool
    open: bool = False
    """Nothing is wrong, yet others can pose as the domain: its DMARC policy only watches."""
    declined: bool = False
    """The domain says in the DNS that it does no such thing (null MX of RFC 7505, `v=spf1 -all`), and that is fine."""


@dataclass(frozen=True, slots=True)
class DomainVerdict:
    """A whole verdict."""

    questions: tuple[Judgement, ...]
    others: tuple[Finding, ...]
    """Findings of checks that no question names."""
    chief: Judgement | None
    """The first question that stands worst, where one stands worse than a notice."""
    beside: Finding | None
    """The worst that is wrong without bearing on a question."""
    findings: tuple[Finding, ...]
    """All of the report's findings, worst first."""
    declined: bool
    """The domain has nothing to do with mail, by its own word."""
    whole: bool
    """Every question was asked."""
    missing: bool
    """There is no such domain."""
    elsewhere: tuple[Finding, ...]
    """That its mail goes to another service than the one that is supported: the first thing to know."""

    @property
    def troubled(self) -> tuple[Finding, ...]:
        """All that is not `ok`, worst first."""
        return tuple(finding for finding in self.findings if finding.status is not Status.OK)

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Warnings and errors, worst first; before them that the domain's mail goes to another service."""
        bad = (finding for finding in self.troubled if finding.status.rank > Status.UNKNOWN.rank)
        return (*self.elsewhere, *(finding for finding in bad if finding not in self.elsewhere))

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """What could not be determined."""
        return tuple(finding for finding in self.troubled if finding.status is Status.UNKNOWN)

    @property
    def optional(self) -> tuple[Finding, ...]:
        """What could be added and need not be."""
        return tuple(finding for finding in self.troubled if finding.status is Status.NOTICE)

    @property
    def blind(self) -> bool:
        """Nothing at all could be determined, as where no resolver answers."""
        return bool(self.unknown) and len(self.unknown) == len(self.findings)

    @property
    def asks(self) -> bool:
        """Whether the questions to the customer help: that mail comes and goes is not known, and nothing is wrong."""
        return not self.wrong and any(
            judged.status is Status.UNKNOWN for judged in self.questions if judged.name in _DELIVERY
        )

    @property
    def open(self) -> bool:
        """Mail comes and goes, yet others can send in the domain's name."""
        return any(judged.open for judged in self.questions)

    @property
    def level(self) -> Status:
        """How the domain stands in one word."""
        if self.chief is not None and self.chief.status is not None:
            return self.chief.status
        if self.beside is not None:
            return self.beside.status
        return Status.NOTICE if self.open else Status.OK


def verdict(report: Report) -> DomainVerdict:
    """The questions in their order, and the one to speak of first."""
    bearings = [_bearing(finding) for finding in report.findings]
    by_concern: dict[Concern | None, list[_Bearing]] = {}
    for each in bearings:
        by_concern.setdefault(each.concern, []).append(each)
    questions = tuple([_judged(concern, report.pending, by_concern.get(concern, ())) for concern in _CONCERNS])
    bad = [judged for judged in questions if judged.status and judged.status.rank > Status.NOTICE.rank]
    aside = [each.finding for each in bearings if not each.decides and each.finding.status.rank > Status.NOTICE.rank]
    return DomainVerdict(
        questions,
        tuple([each.finding for each in by_concern.get(None, ())]),
        max(bad, key=lambda judged: judged.status.rank if judged.status else 0, default=None),
        aside[0] if aside else None,
        report.findings,
        any(judged.declined for judged in questions),
        all(judged.status for judged in questions),
        any(each.code.no_such_domain for each in bearings),
        tuple([each.finding for each in bearings if each.code.elsewhere]),
    )


def worst_first(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports, the worst first; equally bad ones keep their order."""
    return tuple(sorted(reports, key=lambda report: -verdict(report).level.rank))


_DELIVERY = (Concern.RECEIVE, Concern.SEND)
"""The questions about mail that comes and goes."""


def posing(findings: Iterable[Finding]) -> Judgement:
    """Whether others can send in the domain's name, by these findings alone."""
    bearings = map(_bearing, findings)
    return _judged(Concern.POSE, (), [each for each in bearings if each.concern is Concern.POSE])


def _bearing(finding: Finding) -> _Bearing:
    check = check_named(finding.check)
    code = check.code(finding.code)
    return _Bearing(finding, code, code.concern or check.concern, check.decides and not code.beside)


def _judged(concern: Concern, unanswered: tuple[str, ...], bearings: Sequence[_Bearing]) -> Judgement:
    """`unanswered`: the checks that have not answered yet; `bearings`: what bears on the question."""
    findings = tuple([each.finding for each in bearings])
    deciding = [each.finding for each in bearings if each.decides]
    worst = max(deciding, key=lambda finding: finding.status.rank, default=None)
    pending = bool(unanswered) and any(check in unanswered for check in answering(concern))
    fine = worst is not None and worst.status.rank <= Status.NOTICE.rank
    declined = fine and any(each.code.declines for each in bearings)
    left_open = fine and any(each.code.leaves_open for each in bearings)
    return Judgement(concern, worst.status if worst else None, worst, findings, pending, left_open, declined)

"""A dropped report: said at once as far as it tells itself, then with what the DNS says of the senders.

Nothing of the report is kept: the thread goes on about the domain that it is about."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace

from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Checker, Step
from bot.domains import name
from bot.domains.values import Finding
from bot.reports.senders import Sender, senders, to_allow
from bot.reports.values import AggregateReport, FailureReport, NoReport, Reading, Source, TlsReport, Unreadable

_REFUSALS = {
    Unreadable.NO_REPORT: Refusal.NO_REPORT,
    Unreadable.EMPTY: Refusal.EMPTY_REPORT,
    Unreadable.DAMAGED: Refusal.DAMAGED_REPORT,
    Unreadable.ENCRYPTED: Refusal.ENCRYPTED,
    Unreadable.BOMB: Refusal.UNPACKS_TOO_LARGE,
    Unreadable.TOO_LARGE: Refusal.UNPACKS_TOO_LARGE,
    Unreadable.ENTITIES: Refusal.UNSAFE_REPORT,
}


async def first_reading(case: Case, file: str, reading: Reading, checker: Checker | None) -> AsyncIterator[Step]:
    """`file`: its name. `checker`: None where the DNS is not to be asked."""
    match reading:
        case NoReport(reason):
            yield case, RefusalAnswer(_REFUSALS[reason], file)
        case TlsReport():
            domain = _domain(policy.domain for policy in reading.policies)
            yield _about(case, domain), TlsReportAnswer(domain, reading)
        case AggregateReport() | FailureReport():
            domain = domain_of(reading)
            after = _about(case, domain)
            look = checker is not None and bool(domain)
            yield after, _answer(domain, reading, senders(domain, _sources(reading)), checking=look)
            if checker is not None and domain:
                known_senders, findings = await _looked(domain, _sources(reading), checker)
                yield after, _answer(domain, reading, known_senders, findings)


def domain_of(reading: AggregateReport | FailureReport) -> str:
    """The domain that the report is about, in ASCII; empty where it names none that can be one."""
    named = reading.policy.domain if isinstance(reading, AggregateReport) else reading.reported_domain
    authors = [author for source in _sources(reading)[:1] for author in source.authors]
    return _domain((named, *authors))


def _domain(texts: Iterable[str]) -> str:
    read = (name.read(text) for text in texts if text)
    return next((request.ascii for request in read if isinstance(request, name.Domain)), "")


def _sources(reading: AggregateReport | FailureReport) -> tuple[Source, ...]:
    return reading.sources if isinstance(reading, AggregateReport) else (reading.source,)


def _about(case: Case, domain: str) -> Case:
    """The case from now on: about the domain, so that "how do I fix it?" is about its records."""
    return replace(case, topic=Topic.DOMAIN, domain=domain, spoken_of=None, closed=False) if domain else case


async def _looked(
    domain: str, sources: Sequence[Source], checker: Checker
) -> tuple[tuple[Sender, ...], tuple[Finding, ...]]:
    known = await checker.known_senders(domain, [source.address for source in sources])
    known_senders = senders(domain, sources, known)
    wanted = to_allow(known_senders, {host.address: host for host in known})
    return known_senders, await checker.allowing(domain, wanted) if wanted else ()


def _answer(
    domain: str,
    reading: AggregateReport | FailureReport,
    known_senders: tuple[Sender, ...],
    findings: tuple[Finding, ...] = (),
    *,
    checking: bool = False,
) -> AnyAnswer:
    if isinstance(reading, AggregateReport):
        return DmarcReportAnswer(domain, reading, known_senders, findings, checking)
    return FailureReportAnswer(domain, reading, known_senders[0], findings, checking)

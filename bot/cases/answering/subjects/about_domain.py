"""Follow-ups about a domain. They always check it now and never answer from memory."""

import logging
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.cases.answering.turns import once, one_step
from bot.cases.over_time.changes import changes, memory
from bot.cases.root_cause.relation import relation
from bot.cases.values.answers.checked import ChecksAnswer, OptionalAnswer
from bot.cases.values.answers.fixes import FixAnswer, Service
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    CheckAnswer,
    CustomerAnswer,
    DomainAnswer,
    RecordsAnswer,
    RetryAnswer,
    WhoAnswer,
)
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.history import HistoryOutOfReach, Stretch
from bot.cases.values.questions import ALL, HOW_LONG, OPTIONAL, Intent, Question
from bot.domains import name
from bot.domains.engine.check import last
from bot.domains.engine.registry import all_checks, check_named
from bot.domains.knowledge.mx_sets import publish
from bot.domains.knowledge.providers import provider
from bot.domains.values import Finding, Options, Report, Status

log = logging.getLogger(__name__)
_MOST_USED = ("ovh", "google", "microsoft")
"""Mail services whose records are shown if it is not known which one the domain uses."""
_SEVERAL = (ALL, OPTIONAL)
"""Subjects that mean more than one check."""


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Answers about the question's domain or check, or what was last spoken of."""
    if question.intent is Intent.CHECK:
        return _another(case, question, desk)
    if case.domain is None:
        return one_step(case, _without_domain(case, question))
    if question.intent in (Intent.RECHECK, Intent.CHANGES):
        return _again(case, case.domain, desk, whole_past=question.intent is Intent.CHANGES)
    return once(_from_report(case, case.domain, question, desk))


async def first_check(case: Case, domain: str, desk: Desk) -> AsyncIterator[Step]:
    """The domain's whole check: a series of answers, each more complete."""
    opened = replace(case, topic=Topic.DOMAIN, domain=domain, spoken_of=None, closed=False)
    async for report in desk.checker.check(domain, options(opened, desk)):
        done = replace(opened, last_check=memory(report)) if report.done else opened
        related = relation(case.code, report) if report.done and case.topic is Topic.CODE else None
        at = time.time() if report.done else None
        yield done, DomainAnswer(report, desk.supported_provider, relation=related, at=at)


def options(case: Case, desk: Desk, *only: str) -> Options:
    """The check's options that the case knows: the sending address, DKIM selectors."""
    return Options(
        sender_ip=case.sender_ip,
        selectors=case.selectors,
        supported_provider=desk.supported_provider,
        only=frozenset(only),
        smtp_probe=desk.smtp_probe,
    )


async def whole(case: Case, domain: str, desk: Desk, *only: str) -> Report:
    """The finished report. Answers still in the resolver's cache cost nothing."""
    return await last(domain, desk.checker.check(domain, options(case, desk, *only)))


def spoken_of(case: Case) -> str | None:
    """The check that "it" means in the case."""
    return case.spoken_of if case.spoken_of in _names() else None


def _another(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    read = name.read(question.subject or "")
    if not isinstance(read, name.Domain):
        return one_step(case, RefusalAnswer(Refusal.NOT_A_DOMAIN, question.subject or ""))
    # A bounce that tells no domain still tells the address that sent for the one named now.
    known = case.domain in (None, read.ascii)
    fresh = case if known else replace(case, last_check=None, sender_ip=None, selectors=())
    return first_check(fresh, read.ascii, desk)


async def _again(case: Case, domain: str, desk: Desk, *, whole_past: bool) -> AsyncIterator[Step]:
    past = await _past(domain, desk)  # read before this check is in it
    async for report in desk.checker.check(domain, options(case, desk), fresh=True):
        if report.done:
            changed = changes(case.last_check, report, past, whole_past=whole_past)
            yield replace(case, last_check=memory(report), closed=changed.solved), changed
        else:
            yield case, DomainAnswer(report, desk.supported_provider)


async def _past(domain: str, desk: Desk) -> Sequence[Stretch]:
    """The domain's stored history; empty if the database fails, so that the answer says less but still comes."""
    if desk.history is None:
        return ()
    try:
        return await desk.history.of(domain)
    except HistoryOutOfReach:
        log.exception("a domain's history could not be read")
        return ()


async def _from_report(case: Case, domain: str, question: Question, desk: Desk) -> tuple[Case, AnyAnswer]:
    check = _check(case, question)
    if (
        question.subject
        and check is None
        and question.subject not in _SEVERAL
        and question.intent is not Intent.CUSTOMER
    ):
        return case, RefusalAnswer(Refusal.NO_SUCH_CHECK, question.subject)
    narrow = check if question.intent in (Intent.EXPLAIN, Intent.FIX, Intent.SHOW) else None
    report = await whole(case, domain, desk, *((narrow,) if narrow else ()))
    after = replace(case, spoken_of=narrow or case.spoken_of)
    if narrow is None:
        after = replace(
            after, last_check=memory(report), spoken_of=None if question.subject in _SEVERAL else case.spoken_of
        )
    return after, _answer(after, domain, question, narrow, report, desk)


def _answer(case: Case, domain: str, question: Question, check: str | None, report: Report, desk: Desk) -> AnyAnswer:
    findings = report.findings
    troubled = tuple(f for f in findings if f.status not in (Status.OK, Status.NOTICE))
    match question.intent:
        case Intent.EXPLAIN if check:
            return CheckAnswer(domain, check, findings, _named_list(case, check))
        case Intent.FIX:
            return FixAnswer(domain, check, _mendable(findings), _services(domain, check, findings, desk))
        case Intent.SHOW:
            return RecordsAnswer(domain, check, findings)
        case Intent.WHO:
            return WhoAnswer(findings=troubled, domain=domain, seen=findings)
        case Intent.RETRY:
            return RetryAnswer(findings=troubled, domain=domain, how_long=question.detail == HOW_LONG)
        case Intent.CUSTOMER:
            return CustomerAnswer(question.subject or case.language, report=report)
        case _ if question.subject == OPTIONAL:
            return OptionalAnswer(report)
        case _ if question.subject == ALL:
            return ChecksAnswer(report)
        case _:
            return DomainAnswer(report, desk.supported_provider, at=time.time())


def _services(domain: str, check: str | None, findings: tuple[Finding, ...], desk: Desk) -> tuple[Service, ...]:
    """The MX records of the mail service that the workspace supports, or of the most used services, if the domain needs
    MX records and no finding proposes them."""
    wrong = [
        finding
        for finding in findings
        if check_named(finding.check).names_servers and finding.status in (Status.WARNING, Status.ERROR)
    ]
    if check is None or not check_named(check).names_servers or not wrong or any(finding.publish for finding in wrong):
        return ()
    names = (desk.supported_provider,) if desk.supported_provider else _MOST_USED
    known = [entry for name in names if (entry := provider(name)) is not None and entry.sets]
    return tuple(Service(entry.title, publish(entry.sets[0], domain)) for entry in known)


def _mendable(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.status is not Status.OK)


def _check(case: Case, question: Question) -> str | None:
    """The check that is asked about: the one named, else the one last spoken of."""
    check = question.subject if question.subject is not None else case.spoken_of
    return check if check in _names() else None


def _without_domain(case: Case, question: Question) -> AnyAnswer:
    if question.intent in (Intent.EXPLAIN, Intent.FIX, Intent.SHOW) and question.subject in _names():
        return CheckAnswer(None, question.subject or "", (), _named_list(case, question.subject))
    return RefusalAnswer(Refusal.NO_SUBJECT)


def _named_list(case: Case, check: str | None) -> str | None:
    """The blocklist that the case's bounce names, where blocklists are asked about."""
    if check is None or not check_named(check).lists or case.reading is None:
        return None
    return next((diagnosis.blocklist for diagnosis in case.reading.diagnoses if diagnosis.blocklist), None)


def _names() -> frozenset[str]:
    return frozenset(check.name for check in all_checks())

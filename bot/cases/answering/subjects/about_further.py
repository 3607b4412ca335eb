"""Follow-ups that any case can have: why, in plainer words, why spam, whether a change can do harm."""

from collections.abc import AsyncIterator

from bot.cases.answering.risks import risk
from bot.cases.answering.subjects import about_code, about_domain
from bot.cases.answering.turns import once
from bot.cases.root_cause.investigate import investigate
from bot.cases.values.answers.further import (
    DeniedAnswer,
    OursAnswer,
    PlainAnswer,
    Proposed,
    RepeatsAnswer,
    SafeAnswer,
    ShorterAnswer,
    SpamAnswer,
    StillAnswer,
    WhyAnswer,
)
from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import Intent, Question, is_code
from bot.codes.bounces.chief import chief
from bot.codes.values import Diagnosis, Explanation
from bot.domains.engine.registry import asked_by_address, check_named, code_of, deciding_posing, weighed_by_filters
from bot.domains.values import Finding, Report, Status

_LIMIT_CODES = ("452", "555")
"""Codes that the guide gives for a sending limit that was reached."""
_MOST_PROPOSED = 3
_PROPOSING = (Status.NOTICE, Status.WARNING, Status.ERROR)


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """One answer. If only a new check can tell, the answers of that check."""
    if question.intent is Intent.STILL and case.topic is Topic.DOMAIN:
        return about_domain.answer(case, Question(Intent.RECHECK), desk)
    return once(_step(case, question, desk))


async def _step(case: Case, question: Question, desk: Desk) -> Step:
    return case, await _answer(case, question, desk)


async def _answer(case: Case, question: Question, desk: Desk) -> AnyAnswer:
    match question.intent:
        case Intent.SPAM:
            return await _spam(case, desk)
        case Intent.SAFE:
            return await _safe(case, question.subject, desk)
        case Intent.OURS:
            return await _ours(case, desk)
        case Intent.DENIED:
            return await _denied(case, desk)
        case Intent.SHORTER if case.topic is Topic.DOMAIN and case.domain and (check := about_domain.spoken_of(case)):
            findings = (await about_domain.whole(case, case.domain, desk, check)).findings
            return ShorterAnswer(
                findings=tuple(finding for finding in findings if finding.check == check), domain=case.domain
            )
        case _:
            return await _of_subject(case, question.intent, desk)


async def _of_subject(case: Case, intent: Intent, desk: Desk) -> AnyAnswer:
    """Questions that a code, a bounce and a domain have in common."""
    if explanation := _explanation(case, desk):
        return _of_code(explanation, intent)
    if diagnosis := _diagnosis(case):
        return await _of_bounce(diagnosis, intent, desk)
    if case.topic is Topic.DOMAIN and case.domain:
        return _of_domain(await about_domain.whole(case, case.domain, desk), intent)
    return RefusalAnswer(Refusal.NO_SUBJECT)


def _of_code(explanation: Explanation, intent: Intent) -> AnyAnswer:
    match intent:
        case Intent.PLAIN:
            return PlainAnswer(explanation)
        case Intent.SHORTER:
            return ShorterAnswer(explanation)
        case Intent.WHY:
            return WhyAnswer(explanation)
        case Intent.REPEATS:
            return RepeatsAnswer(explanation, permanent=explanation.exact.first == "5")
        case _:
            return StillAnswer(explanation)


async def _of_bounce(diagnosis: Diagnosis, intent: Intent, desk: Desk) -> AnyAnswer:
    match intent:
        case Intent.PLAIN:
            return PlainAnswer(diagnosis=diagnosis)
        case Intent.SHORTER:
            return ShorterAnswer(diagnosis=diagnosis, investigation=await investigate(diagnosis, desk))
        case Intent.WHY:
            return WhyAnswer(diagnosis=diagnosis, investigation=await investigate(diagnosis, desk))
        case Intent.REPEATS:
            return RepeatsAnswer(diagnosis=diagnosis, permanent=diagnosis.permanent)
        case _:
            return StillAnswer(diagnosis=diagnosis)


def _of_domain(report: Report, intent: Intent) -> AnyAnswer:
    if intent is Intent.PLAIN:
        return PlainAnswer(report=report)
    if intent is Intent.SHORTER:
        return ShorterAnswer(report=report)
    wrong = _wrong(report.findings)
    if intent is Intent.WHY:
        return WhyAnswer(domain=report.domain, findings=wrong)
    return RepeatsAnswer(domain=report.domain, findings=wrong)


async def _spam(case: Case, desk: Desk) -> AnyAnswer:
    if not case.domain:
        return SpamAnswer(None)
    report = await about_domain.whole(case, case.domain, desk, *weighed_by_filters())
    by_weight = sorted(report.findings, key=lambda finding: (-finding.status.rank, _weight(finding)))
    return SpamAnswer(
        case.domain,
        _wrong(tuple(by_weight)),
        tuple(finding for finding in by_weight if code_of(finding).weak),
        tuple(finding for finding in by_weight if finding.status is Status.UNKNOWN),
    )


async def _safe(case: Case, check: str | None, desk: Desk) -> AnyAnswer:
    """The risk of the proposed changes: those of the check that is named; else those of the check last spoken of, or of
    all problems; optional changes only if there is no problem."""
    if not case.domain:
        return SafeAnswer(None)
    findings = (await about_domain.whole(case, case.domain, desk)).findings
    named = tuple(finding for finding in findings if finding.check == check)[:1]
    spoken = tuple(finding for finding in findings if finding.check == case.spoken_of and finding.status in _PROPOSING)
    wanted = named or spoken or _wrong(findings) or tuple(finding for finding in findings if finding.publish)
    return SafeAnswer(case.domain, tuple(Proposed(finding, risk(finding)) for finding in wanted[:_MOST_PROPOSED]))


async def _ours(case: Case, desk: Desk) -> AnyAnswer:
    if not case.domain or not case.sender_ip:
        return OursAnswer(case.domain, case.sender_ip)
    findings = (await about_domain.whole(case, case.domain, desk, *asked_by_address())).findings
    finding = next((finding for finding in findings if code_of(finding).of_sender), None)
    return OursAnswer(case.domain, case.sender_ip, finding, finding.status is Status.OK if finding else None)


async def _denied(case: Case, desk: Desk) -> AnyAnswer:
    explanation = _explanation(case, desk)
    limits = explanation is not None and explanation.code in _LIMIT_CODES
    if not case.domain:
        return DeniedAnswer(limits=limits)
    report = await about_domain.whole(case, case.domain, desk, *deciding_posing())
    return DeniedAnswer(case.domain, next(iter(report.findings), None), limits)


def _explanation(case: Case, desk: Desk) -> Explanation | None:
    """The code last spoken of, or that the thread began with."""
    if case.topic is Topic.CODE or is_code(case.spoken_of):
        return about_code.spoken_of(case, desk)
    return None


def _diagnosis(case: Case) -> Diagnosis | None:
    return chief(case.reading) if case.topic is Topic.BOUNCE and case.reading else None


def _wrong(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.status in (Status.WARNING, Status.ERROR))


def _weight(finding: Finding) -> int:
    return -check_named(finding.check).spam_weight

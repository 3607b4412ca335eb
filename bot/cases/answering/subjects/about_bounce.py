"""Follow-ups about a bounce: what it says, and why, checked live."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.answering.subjects import about_domain
from bot.cases.answering.turns import once, one_step
from bot.cases.masking import masked
from bot.cases.over_time.changes import changes_of, memory_of
from bot.cases.root_cause.investigate import can_look, domain_of, investigate
from bot.cases.values.answers.fixes import CodeFixAnswer, FixAnswer
from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, CustomerAnswer, RetryAnswer, WhoAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.cases.values.questions import HOW_LONG, Intent, Question
from bot.codes.bounces.chief import chief
from bot.codes.values import BounceReading, Diagnosis, MailKind
from bot.domains.declaration import Keeper
from bot.domains.engine.registry import check_named, keepers_of_zones
from bot.domains.values import Finding, Status

_UNTOLD = ("undefined", "delivered")
"""Causes that cannot be investigated."""
_OUTSIDE_ZONES = (Keeper.ADDRESS, Keeper.REGISTRANT)
"""Keepers who change nothing in a zone that a customer edits."""


async def first_reading(case: Case, reading: BounceReading, desk: Desk) -> AsyncIterator[Step]:
    """A bounce explained at once, then again with what the live checks say."""
    diagnosis = chief(reading)
    after = replace(
        case,
        topic=Topic.BOUNCE,
        reading=masked(reading),
        domain=domain_of(diagnosis) if diagnosis else None,
        sender_ip=diagnosis.sending_ip if diagnosis else None,
        selectors=diagnosis.dkim_selectors if diagnosis else (),
        spoken_of=None,
        closed=False,
    )
    if diagnosis is None or reading.kind is not MailKind.BOUNCE or diagnosis.cause in _UNTOLD:
        yield after, BounceAnswer(reading, diagnosis)
        return
    if can_look(diagnosis):
        yield after, BounceAnswer(reading, diagnosis, checking=True)
    investigation = await investigate(diagnosis, desk)
    yield _remembering(after, investigation), BounceAnswer(reading, diagnosis, investigation)


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Answers about the case's bounce."""
    diagnosis = chief(case.reading) if case.reading else None
    if case.reading is None or diagnosis is None:
        return one_step(case, RefusalAnswer(Refusal.NO_SUBJECT))
    if question.intent is Intent.EXPLAIN:
        return first_reading(case, case.reading, desk)
    if question.intent in (Intent.RECHECK, Intent.CHANGES) and can_look(diagnosis):
        return once(_again(case, diagnosis, desk))
    if question.intent is Intent.SHOW and case.domain:
        return about_domain.answer(case, question, desk)
    return once(_follow_up(case, case.reading, question, diagnosis, desk))


async def _follow_up(case: Case, reading: BounceReading, question: Question, diagnosis: Diagnosis, desk: Desk) -> Step:
    return case, await _answer(case, reading, question, diagnosis, desk)


async def _again(case: Case, diagnosis: Diagnosis, desk: Desk) -> tuple[Case, AnyAnswer]:
    """What changed since the last check. The case is closed if the cause is gone."""
    investigation = await investigate(diagnosis, desk, fresh=True)
    changed = changes_of(case.last_check, investigation)
    return replace(_remembering(case, investigation), closed=changed.solved), changed


async def _answer(
    case: Case, reading: BounceReading, question: Question, diagnosis: Diagnosis, desk: Desk
) -> AnyAnswer:
    match question.intent:
        case Intent.WHO:
            investigation = await investigate(diagnosis, desk)
            return _who(investigation, diagnosis, await _keeper(case, investigation, desk))
        case Intent.RETRY:
            return _retry(await investigate(diagnosis, desk), diagnosis, how_long=question.detail == HOW_LONG)
        case Intent.CUSTOMER:
            investigation = await investigate(diagnosis, desk)
            return CustomerAnswer(question.subject or case.language, diagnosis=diagnosis, investigation=investigation)
        case Intent.FIX:
            return _fix(await investigate(diagnosis, desk), diagnosis)
        case Intent.RECHECK | Intent.CHANGES:
            return BounceAnswer(reading, diagnosis, await investigate(diagnosis, desk))
        case _:
            return RefusalAnswer(Refusal.OUT_OF_SCOPE)


async def _keeper(case: Case, investigation: Investigation, desk: Desk) -> tuple[Finding, ...]:
    """The findings that tell who manages the zone of the record that is the root cause."""
    if investigation.root is None or investigation.domain is None:
        return ()
    return (await about_domain.whole(case, investigation.domain, desk, *keepers_of_zones())).findings


def _who(investigation: Investigation, diagnosis: Diagnosis, seen: tuple[Finding, ...]) -> AnyAnswer:
    """The domain's owner if the root cause is one of its records; otherwise whoever the cause names."""
    root = investigation.root
    if root is None or investigation.domain is None or check_named(root.check).keeper in _OUTSIDE_ZONES:
        return WhoAnswer(diagnosis=diagnosis)
    return WhoAnswer(findings=(root,), domain=investigation.domain, seen=seen)


def _retry(investigation: Investigation, diagnosis: Diagnosis, *, how_long: bool) -> AnyAnswer:
    """The advice on sending again. Mail may be sent again at once if the cause is fixed."""
    if investigation.verdict is CauseVerdict.NOT_CONFIRMED and investigation.domain is not None:
        return RetryAnswer(domain=investigation.domain, how_long=how_long)
    return RetryAnswer(diagnosis=diagnosis, how_long=how_long)


def _fix(investigation: Investigation, diagnosis: Diagnosis) -> AnyAnswer:
    """The root's remedy first, then the other faults'; the cause's own where no fault was found."""
    subject = investigation.domain or investigation.address
    if investigation.root is None or subject is None or investigation.root.status is Status.OK:
        return CodeFixAnswer(None, diagnosis)
    return FixAnswer(
        subject,
        None,
        (investigation.root, *(finding for finding in investigation.findings if _also(finding, investigation.root))),
    )


def _also(finding: Finding, root: Finding) -> bool:
    return finding is not root and finding.status in (Status.WARNING, Status.ERROR)


def _remembering(case: Case, investigation: Investigation) -> Case:
    return replace(case, last_check=memory_of(investigation) or case.last_check)

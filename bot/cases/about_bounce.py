"""Follow-ups about a bounce: what it says, and why, checked live."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases import about_domain
from bot.cases.answers import (
    Answer,
    BounceAnswer,
    ChecklistAnswer,
    CodeFixAnswer,
    CustomerAnswer,
    FixAnswer,
    Refusal,
    RefusalAnswer,
    RetryAnswer,
    WhoAnswer,
)
from bot.cases.case import Case, Topic
from bot.cases.checklist import checklist
from bot.cases.discretion import masked
from bot.cases.investigate import domain_of, investigate
from bot.cases.questions import Intent, Question
from bot.cases.turn import Desk
from bot.codes.values import BounceReading, Diagnosis
from bot.domains.values import Status


async def first_reading(case: Case, reading: BounceReading, desk: Desk) -> AsyncIterator[tuple[Case, Answer]]:
    """A bounce explained at once, then again with what the live checks say."""
    diagnosis = chief(reading)
    domain = domain_of(diagnosis) if diagnosis else None
    then = replace(
        case,
        topic=Topic.BOUNCE,
        reading=masked(reading),
        domain=domain,
        sender_ip=diagnosis.sending_ip if diagnosis else None,
        selectors=diagnosis.dkim_selectors if diagnosis else (),
    )
    if diagnosis is None or domain is None:
        yield then, BounceAnswer(reading, diagnosis)
        return
    yield then, BounceAnswer(reading, diagnosis, checking=True)
    yield then, BounceAnswer(reading, diagnosis, await investigate(diagnosis, desk))


async def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[tuple[Case, Answer]]:
    """Answers about the case's bounce."""
    diagnosis = chief(case.reading) if case.reading else None
    if case.reading is None or diagnosis is None:
        yield case, RefusalAnswer(Refusal.NO_SUBJECT)
    elif question.intent in (Intent.EXPLAIN, Intent.RECHECK, Intent.CHANGES):
        async for step in first_reading(case, case.reading, desk):
            yield step
    elif question.intent is Intent.SHOW and case.domain:
        async for step in about_domain.answer(case, question, desk):
            yield step
    else:
        yield case, await _answer(case, question, diagnosis, desk)


async def _answer(case: Case, question: Question, diagnosis: Diagnosis, desk: Desk) -> Answer:
    match question.intent:
        case Intent.WHO:
            return WhoAnswer(diagnosis=diagnosis)
        case Intent.RETRY:
            return RetryAnswer(diagnosis=diagnosis)
        case Intent.CHECKLIST:
            return ChecklistAnswer(case.domain, checklist(None, case.ticked))
        case Intent.CUSTOMER:
            found = await investigate(diagnosis, desk) if case.domain else None
            return CustomerAnswer(question.subject or case.language, diagnosis=diagnosis, investigation=found)
        case Intent.FIX:
            found = await investigate(diagnosis, desk)
            if found.root is None or found.domain is None:
                return CodeFixAnswer(None, diagnosis)
            return FixAnswer(found.domain, None, tuple(f for f in found.findings if f.status is not Status.OK))
        case _:
            return RefusalAnswer(Refusal.OUT_OF_SCOPE)


def chief(reading: BounceReading) -> Diagnosis | None:
    """The diagnosis spoken of first: the first that says a cause, else the first."""
    told = (diagnosis for diagnosis in reading.diagnoses if diagnosis.cause not in ("undefined", "onhold"))
    return next(told, reading.diagnoses[0] if reading.diagnoses else None)

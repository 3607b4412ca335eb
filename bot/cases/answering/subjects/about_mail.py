"""A mail that was delivered: what is wrong with it, checked live; and the follow-ups about it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.cases.answering.subjects import about_domain
from bot.cases.answering.turns import once, one_step
from bot.cases.masking import masked_mail
from bot.cases.over_time.changes import changes_of, memory_of
from bot.cases.root_cause.mails import can_look, domain_of, investigate
from bot.cases.root_cause.mails import selectors as selectors_of
from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer
from bot.cases.values.answers.mails import AnswerPart, MailAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import Intent, Question
from bot.cases.values.reader import TooHard
from bot.domains import name
from bot.domains.shared.records import texts
from bot.mails.chain import Chain, ChainOutcome, is_sealed
from bot.mails.signatures import KeyRecord, SignatureResult, Verified
from bot.mails.values import Kind, MailReading

PARTS = {
    Intent.EXPLAIN: AnswerPart.WHOLE,
    Intent.WHY: AnswerPart.CAUSE,
    Intent.SPAM: AnswerPart.CAUSE,
    Intent.PLAIN: AnswerPart.CAUSE,
    Intent.SHORTER: AnswerPart.SHORT,
    Intent.PATH: AnswerPart.PATH,
    Intent.SHOW: AnswerPart.PATH,
    Intent.FORGED: AnswerPart.FORGED,
    Intent.DENIED: AnswerPart.FORGED,
    Intent.WHO: AnswerPart.WHO,
    Intent.FIX: AnswerPart.FIX,
}
"""Which part of the answer a question asks for."""
_AGAIN = (Intent.RECHECK, Intent.CHANGES, Intent.STILL)


def was_delivered(reading: MailReading) -> bool:
    """Whether a server left a Received field in it: a text without one is no delivered mail."""
    return bool(reading.hops or reading.auth.by or reading.spam.by)


def is_ordinary(reading: MailReading) -> bool:
    """Whether it is an ordinary delivered mail rather than a report: an archive in it may be anything."""
    return was_delivered(reading) and reading.kind is Kind.MAIL


def answers(case: Case, question: Question) -> bool:
    """Whether the question is one about the thread's mail rather than about a check or a code."""
    if case.topic is not Topic.MAIL or case.mail is None:
        return False
    if question.intent is Intent.CUSTOMER:
        return True
    return question.subject is None and (question.intent in PARTS or question.intent in _AGAIN)


async def first_reading(case: Case, reading: MailReading, desk: Desk, content: bytes = b"") -> AsyncIterator[Step]:
    """A mail explained at once, then again with what the live checks say. `content`: the mail as it was sent, where it
    was dropped: its signatures are verified again."""
    after = replace(
        case,
        topic=Topic.MAIL,
        reading=None,
        mail=masked_mail(reading),
        domain=domain_of(reading),
        sender_ip=reading.sending_ip,
        selectors=selectors_of(reading),
        spoken_of=None,
        closed=False,
    )
    signed = bool(content and reading.key_names)
    if not can_look(reading) and not signed:
        yield after, MailAnswer(reading)
        return
    yield after, MailAnswer(reading, checking=True)
    seen, (signatures, chain) = await asyncio.gather(investigate(reading, desk), verified(reading, content, desk))
    done = replace(after, last_check=memory_of(seen) or after.last_check)
    yield done, MailAnswer(reading, seen, signatures=signatures, chain=chain)


async def verified(reading: MailReading, content: bytes, desk: Desk) -> tuple[tuple[Verified, ...], Chain | None]:
    """The mail's DKIM signatures and ARC chain as they verify now, with the keys that the DNS has now."""
    if not content or not reading.key_names:
        return (), None
    names = [each for each in reading.key_names if isinstance(name.read(each), name.Domain)]
    answers = await desk.checker.dkim_records(names)
    keys = [KeyRecord(answer.name, next(iter(texts(answer)), None)) for answer in answers if answer.outcome.known]
    return await _signatures(reading, content, keys, desk), await _chain(content, keys, desk)


async def _signatures(
    reading: MailReading, content: bytes, keys: Sequence[KeyRecord], desk: Desk
) -> tuple[Verified, ...]:
    """Signatures that take too long are unknown: left out, they would look as if nobody had wished to verify them."""
    try:
        return await desk.reader.signatures(content, keys)
    except TooHard:
        named = (each.partition("._domainkey.") for each in selectors_of(reading) if each in reading.key_names)
        return tuple(Verified(domain, selector, SignatureResult.UNKNOWN) for selector, _, domain in named)


async def _chain(content: bytes, keys: Sequence[KeyRecord], desk: Desk) -> Chain | None:
    """A chain that takes too long costs the signatures beside it nothing, and is not passed over in silence."""
    if not is_sealed(content):
        return None
    try:
        return await desk.reader.chain(content, keys)
    except TooHard:
        return Chain(ChainOutcome.UNKNOWN)


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Answers about the case's mail."""
    if case.mail is None:
        return one_step(case, RefusalAnswer(Refusal.NO_SUBJECT))
    if question.intent is Intent.EXPLAIN:
        return first_reading(case, case.mail, desk)
    if question.intent in _AGAIN and can_look(case.mail):
        return once(_again(case, case.mail, desk))
    if question.intent in _AGAIN:
        return about_domain.answer(case, replace(question, intent=Intent.RECHECK), desk)
    return once(_follow_up(case, case.mail, question, desk))


async def _follow_up(case: Case, reading: MailReading, question: Question, desk: Desk) -> Step:
    part = PARTS.get(question.intent, AnswerPart.WHOLE)
    if question.intent is Intent.CUSTOMER:
        seen = await investigate(reading, desk)
        return case, CustomerAnswer(question.subject or case.language, mail=reading, investigation=seen)
    if part is AnswerPart.FIX:
        return case, MailAnswer(reading, await investigate(reading, desk), part)
    return case, MailAnswer(reading, part=part)


async def _again(case: Case, reading: MailReading, desk: Desk) -> tuple[Case, AnyAnswer]:
    """What changed since the last check. The case is closed if the cause is gone."""
    seen = await investigate(reading, desk, fresh=True)
    changed = changes_of(case.last_check, seen)
    return replace(case, last_check=memory_of(seen) or case.last_check, closed=changed.solved), changed

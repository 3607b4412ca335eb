"""Whatever was asked, answered: what begins a case, and what follows in it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.answering import about_bounce, about_code, about_domain
from bot.cases.answering.follow_ups import converse, turn
from bot.cases.asking.commands import refused
from bot.cases.values.answers.kinds import CodeAnswer, ComparisonAnswer, HelpAnswer, Refusal, RefusalAnswer
from bot.cases.values.asked import Answerable, Bounce, By, Domains, Refused, Ticked, Typed
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.questions import Intent, Question
from bot.cases.values.reader import TooHard
from bot.codes.values import MailKind
from bot.domains import name
from bot.domains.engine.registry import of_missing
from bot.domains.values import Report
from bot.measures import MOST_CHARACTERS

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a dropped mail."""


async def answer(asked: Answerable, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """Whatever was asked, answered. Where several turns come, each takes the place of the one before."""
    match asked:
        case Typed():
            yield await _typed(asked, case, desk)
        case Refused(reason, given):
            yield turn(case, RefusalAnswer(reason, given), desk)
        case Domains():
            async for said in _domains(asked, case, desk):
                yield said
        case Bounce():
            async for then, bounce in about_bounce.first_reading(case, asked.reading, desk):
                yield turn(then, bounce, desk)
        case Ticked():
            async for said in converse(replace(case, ticked=asked.ticked), Question(Intent.CHECKLIST), desk):
                yield said
        case Question():
            async for said in converse(case, asked, desk):
                yield said


async def open_file(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A dropped mail: a bounce, a complaint, an automatic reply; anything else is refused kindly."""
    if len(content) > LARGEST_FILE:
        yield turn(case, RefusalAnswer(Refusal.TOO_LARGE, file_name), desk)
        return
    try:
        reading = await desk.reader.file(file_name, content)
    except TooHard:
        yield turn(case, RefusalAnswer(Refusal.TOO_HARD, file_name), desk)
        return
    if reading.kind is MailKind.OTHER:
        yield turn(case, RefusalAnswer(Refusal.NOT_A_BOUNCE, file_name), desk)
        return
    async for then, said in about_bounce.first_reading(case, reading, desk):
        yield turn(then, said, desk)


async def _typed(asked: Typed, case: Case, desk: Desk) -> Turn:
    text = asked.text.strip()
    if asked.by is not By.SHORTCUT and (not text or text.lower() in desk.languages):
        return turn(case, HelpAnswer(asked.by), desk)
    if asked.by is By.MAILCHECK:
        problem = name.read_request(text).problem
        assert problem is not None
        return turn(case, refused(problem), desk)
    if asked.by is By.SMTP and len(text) > MOST_CHARACTERS:
        return turn(case, RefusalAnswer(Refusal.TOO_LONG), desk)
    try:
        said = about_code.answer_of(await desk.reader.code(text))
    except TooHard:
        return turn(case, RefusalAnswer(Refusal.TOO_HARD), desk)
    if isinstance(said, CodeAnswer):
        codes = said.explanation.codes
        return turn(replace(case, topic=Topic.CODE, code=codes, spoken_of=codes), said, desk)
    nothing = RefusalAnswer(Refusal.NO_CODE, text) if asked.by is By.SMTP else RefusalAnswer(Refusal.NOT_A_BOUNCE)
    return turn(case, said or nothing, desk)


async def _domains(asked: Domains, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    own, domains = replace(case, sender_ip=asked.sender_ip, selectors=asked.selectors), asked.domains
    if len(domains) == 1:
        async for then, said in about_domain.first_check(own, domains[0], desk):
            yield turn(then, said, desk)
        return
    yield turn(own, ComparisonAnswer(tuple(Report(domain, (), pending=of_missing()) for domain in domains)), desk)
    reports = await asyncio.gather(*(about_domain.whole(own, domain, desk) for domain in domains))
    yield turn(replace(own, topic=Topic.DOMAIN, domain=domains[0]), ComparisonAnswer(tuple(reports)), desk)

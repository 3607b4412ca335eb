"""What begins a case: a command's text, a message to the bot, or a dropped mail."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases import about_bounce, about_code, about_domain
from bot.cases.answers import (
    CodeAnswer,
    ComparisonAnswer,
    HelpAnswer,
    Refusal,
    RefusalAnswer,
)
from bot.cases.asked import Answerable, Bounce, By, Domains, Refused, Ticked, Typed
from bot.cases.case import Case, Topic
from bot.cases.converse import converse, turn
from bot.cases.orders import read_order
from bot.cases.questions import Intent, Question
from bot.cases.reader import TooHard, is_short
from bot.cases.turn import Desk, Turn
from bot.codes.bounces.read import read_text
from bot.codes.values import BounceReading, Confidence, MailKind
from bot.domains import name
from bot.domains.registry import of_missing
from bot.domains.values import Report
from bot.measures import MOST_CHARACTERS

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a dropped mail."""
_PHRASE = 3
"""Words: what is shorter holds a code, or words to search by, but no server's sentence."""
_SHOWN = 300
"""Characters of what is no domain that are shown; the longest domain has 253."""
_SENTENCE = 12
"""Words; a question about a bounce is seldom longer, a bounce seldom shorter."""
_REFUSALS = {
    name.Reason.EMPTY: Refusal.NO_DOMAIN,
    name.Reason.ADDRESS: Refusal.ADDRESS_NOT_DOMAIN,
    name.Reason.TOO_MANY: Refusal.TOO_MANY_DOMAINS,
}
_SURE = (Confidence.PROVIDER, Confidence.WORDING)


def language_of(text: str, languages: tuple[str, ...]) -> tuple[str | None, str]:
    """`lt 451` and `451 lt` ask for a language: it and the rest; None and the whole text where none is named."""
    words = text.split()
    for place in (0, -1):
        if words and words[place].lower() in languages:
            rest = words[1:] if place == 0 else words[:-1]
            return words[place].lower(), text if not rest else _without(text, words[place], first=place == 0)
    return None, text


def _without(text: str, word: str, *, first: bool) -> str:
    stripped = text.strip()
    return (stripped[len(word) :] if first else stripped[: -len(word)]).strip()


def ask_code(text: str) -> Bounce | Typed:
    """`/smtp`: a code, the beginning of one, a word, or a whole bounce."""
    reading = _reading(text) if len(text) <= MOST_CHARACTERS else None
    return Bounce(reading) if reading else Typed(text, By.SMTP)


def ask_mailcheck(text: str) -> tuple[Domains | Typed | Question | Refused, ...]:
    """`/mailcheck`: domains to check, or an order such as `watch`, for each domain one."""
    return read_order(text) or (ask_domains(text),)


def ask_domains(text: str) -> Domains | Typed | Refused:
    """One domain with what bears on it, or up to five side by side."""
    request = name.read_request(text)
    if request.problem is not None:
        if is_short(text):
            return Typed(text, By.MAILCHECK)
        refusal = refused(request.problem)
        return Refused(refusal.reason, refusal.given)
    return Domains(tuple(domain.ascii for domain in request.domains), request.sender_ip, request.selectors)


def ask_bounce(text: str) -> Bounce | Typed:
    """A message picked to be explained: as a bounce, or as the code that it holds."""
    reading = _reading(text)
    return Bounce(reading) if reading else Typed(text, By.SHORTCUT)


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


def refused(problem: name.NoDomain) -> RefusalAnswer:
    """Why a text names no domain to check."""
    reason = _REFUSALS.get(problem.reason, Refusal.NOT_A_DOMAIN)
    return RefusalAnswer(reason, problem.given.strip()[:_SHOWN])


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


def pasted_bounce(text: str) -> Bounce | None:
    """A message that is a pasted bounce rather than a question about one, read."""
    reading = _reading(text) if may_be_bounce(text) else None
    return Bounce(reading) if reading else None


def may_be_bounce(text: str) -> bool:
    """Whether a message is as long as pasted bounces are."""
    return len(text.split()) > _SENTENCE or "\n" in text.strip()


def _reading(text: str) -> BounceReading | None:
    """The text's reading where it says more than a code's own explanation would: a cause told by wording, or a code
    in a text of several lines. None for a bare code and for what is no bounce."""
    if len(text.split()) < _PHRASE:
        return None
    reading = read_text(text[:MOST_CHARACTERS])
    chief = about_bounce.chief(reading)
    if reading.kind is MailKind.OTHER or chief is None:
        return None
    coded = bool(chief.reply_code or chief.status)
    told = reading.kind is not MailKind.BOUNCE or chief.confidence in _SURE
    return reading if told or (coded and "\n" in text.strip()) else None

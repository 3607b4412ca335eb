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
from bot.cases.case import Case, Topic
from bot.cases.converse import turn
from bot.cases.turn import Desk, Turn
from bot.codes.bounces.read import read_file, read_text
from bot.codes.values import BounceReading, Confidence, MailKind
from bot.domains import name
from bot.domains.values import Report

LONGEST = 20_000
"""Characters of a pasted text that are read; a longer one is refused with a word on files."""
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a dropped mail."""
_PHRASE = 3
"""Words: what is shorter holds a code, or words to search by, but no server's sentence."""
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


async def open_code(text: str, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """`/smtp`: a code, the beginning of one, a word, or a whole bounce."""
    if not text.strip() or text.strip().lower() in desk.languages:
        yield turn(case, HelpAnswer("smtp"), desk)
        return
    if len(text) > LONGEST:
        yield turn(case, RefusalAnswer(Refusal.TOO_LONG), desk)
        return
    if (reading := _reading(text)) is not None:
        async for then, answer in about_bounce.first_reading(case, reading, desk):
            yield turn(then, answer, desk)
        return
    said = about_code.explained(text, desk)
    if isinstance(said, CodeAnswer):
        code = said.explanation.code
        yield turn(replace(case, topic=Topic.CODE, code=code, spoken_of=code), said, desk)
    else:
        yield turn(case, said or RefusalAnswer(Refusal.NO_CODE, text.strip()), desk)


async def open_domains(text: str, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """`/mailcheck`: one domain with what bears on it, or up to five side by side."""
    if not text.strip() or text.strip().lower() in desk.languages:
        yield turn(case, HelpAnswer("mailcheck"), desk)
        return
    request = name.read_request(text)
    if request.problem is not None:
        yield turn(case, refused(request.problem), desk)
        return
    asked = replace(case, sender_ip=request.sender_ip, selectors=request.selectors)
    domains = tuple(domain.ascii for domain in request.domains)
    if len(domains) == 1:
        async for then, answer in about_domain.first_check(asked, domains[0], desk):
            yield turn(then, answer, desk)
        return
    yield turn(asked, ComparisonAnswer(tuple(Report(domain, (), pending=("domain",)) for domain in domains)), desk)
    reports = await asyncio.gather(*(about_domain.whole(asked, domain, desk) for domain in domains))
    yield turn(replace(asked, topic=Topic.DOMAIN, domain=domains[0]), ComparisonAnswer(tuple(reports)), desk)


def refused(problem: name.NoDomain) -> RefusalAnswer:
    """Why a text names no domain to check."""
    return RefusalAnswer(_REFUSALS.get(problem.reason, Refusal.NOT_A_DOMAIN), problem.given.strip())


async def open_file(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A dropped mail: a bounce, a complaint, an automatic reply; anything else is refused kindly."""
    if len(content) > LARGEST_FILE:
        yield turn(case, RefusalAnswer(Refusal.TOO_LARGE, file_name), desk)
        return
    reading = await asyncio.to_thread(read_file, file_name, content)
    if reading.kind is MailKind.OTHER:
        yield turn(case, RefusalAnswer(Refusal.NOT_A_BOUNCE, file_name), desk)
        return
    async for then, answer in about_bounce.first_reading(case, reading, desk):
        yield turn(then, answer, desk)


async def open_bounce(text: str, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A message picked to be explained: as a bounce, or as the code that it holds."""
    reading = _reading(text)
    if reading is None:
        yield turn(case, about_code.explained(text, desk) or RefusalAnswer(Refusal.NOT_A_BOUNCE), desk)
        return
    async for then, answer in about_bounce.first_reading(case, reading, desk):
        yield turn(then, answer, desk)


def looks_like_bounce(text: str) -> bool:
    """Whether a message is a pasted bounce rather than a question about one."""
    return (len(text.split()) > _SENTENCE or "\n" in text.strip()) and _reading(text) is not None


def _reading(text: str) -> BounceReading | None:
    """The text's reading where it says more than a code's own explanation would: a cause told by wording, or a code
    in a text of several lines. None for a bare code and for what is no bounce."""
    if len(text.split()) < _PHRASE:
        return None
    reading = read_text(text[:LONGEST])
    chief = about_bounce.chief(reading)
    if reading.kind is MailKind.OTHER or chief is None:
        return None
    coded = bool(chief.reply_code or chief.status)
    told = reading.kind is not MailKind.BOUNCE or chief.confidence in _SURE
    return reading if told or (coded and "\n" in text.strip()) else None

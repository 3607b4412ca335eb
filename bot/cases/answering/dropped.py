"""Answers what is dropped into a conversation: a mail, a report, a picture of an error."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot import measures
from bot.cases.answering.answer import answer
from bot.cases.answering.subjects import about_bounce, about_mail, about_report
from bot.cases.answering.turns import one_step, turns_of
from bot.cases.asking.texts import read_now
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Step, Turn
from bot.cases.values.reader import TooHard
from bot.cases.values.typed import By, Refused
from bot.codes.values import MailKind
from bot.reports.read import may_carry_report
from bot.reports.values import NOTHING, NoReport
from bot.screenshots.mend import mended
from bot.screenshots.values import Unseen

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a dropped mail."""


def answer_mail(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A dropped mail: a bounce, a complaint, an automatic reply, a report, or a mail that was delivered. Anything else
    gets a refusal that says what to send instead."""
    return turns_of(_of_mail(file_name, content, case, desk), desk)


def answer_report(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A dropped DMARC or TLS report, compressed or not; anything else gets a refusal that says what to send instead."""
    return turns_of(_of_report(file_name, content, case, desk), desk)


async def answer_picture(
    file_name: str, content: bytes, case: Case, desk: Desk, *, unasked: bool
) -> AsyncIterator[Turn]:
    """A dropped picture of an error: its words are answered as if they had been pasted, and shown. `unasked`: nobody
    addressed the bot, so only a plain bounce is answered; for anything else the iterator is empty."""
    seen = await desk.reader.picture(content)
    if seen.reason is not None:
        async for turn in turns_of(one_step(case, RefusalAnswer(_PICTURES[seen.reason], file_name)), desk):
            yield turn
        return
    words = Unread(measures.text(mended(seen.words)), By.UNASKED if unasked else By.SHORTCUT)
    try:
        requests = await read_now(words, case, desk.reader)
    except TooHard:
        requests = (Refused(Refusal.TOO_HARD),)
    for request in requests[:1]:
        async for turn in answer(request, case, desk):
            yield replace(turn, reply=replace(turn.reply, seen=seen.words))


_PICTURES = {
    Unseen.NOT_INSTALLED: Refusal.NO_PICTURES,
    Unseen.TOO_LARGE: Refusal.PICTURE_TOO_LARGE,
    Unseen.NO_PICTURE: Refusal.BROKEN_PICTURE,
    Unseen.TOO_SLOW: Refusal.SLOW_PICTURE,
    Unseen.NO_WORDS: Refusal.NO_WORDS,
}


async def _of_mail(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Step]:
    """An unreadable report is mentioned only if the mail is not a bounce: a bounce may contain any archive."""
    if len(content) > LARGEST_FILE:
        yield case, RefusalAnswer(Refusal.TOO_LARGE, file_name)
        return
    try:
        report = await desk.reader.report(content) if may_carry_report(content) else NOTHING
        reading = await desk.reader.file(file_name, content) if isinstance(report, NoReport) else None
        mail = await desk.reader.mail(content) if reading and reading.kind is MailKind.OTHER else None
    except TooHard:
        yield case, RefusalAnswer(Refusal.TOO_HARD, file_name)
        return
    if reading is None or (mail is not None and report != NOTHING and not about_mail.is_ordinary(mail)):
        steps = about_report.first_reading(case, file_name, report, desk.checker)
    elif mail is None:
        steps = about_bounce.first_reading(case, reading, desk)
    elif about_mail.was_delivered(mail):
        steps = about_mail.first_reading(case, mail, desk, content)
    else:
        steps = one_step(case, RefusalAnswer(Refusal.NOT_A_BOUNCE, file_name))
    async for step in steps:
        yield step


async def _of_report(file_name: str, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Step]:
    if len(content) > LARGEST_FILE:
        yield case, RefusalAnswer(Refusal.TOO_LARGE, file_name)
        return
    try:
        report = await desk.reader.report(content)
    except TooHard:
        yield case, RefusalAnswer(Refusal.TOO_HARD, file_name)
        return
    async for step in about_report.first_reading(case, file_name, report, desk.checker):
        yield step

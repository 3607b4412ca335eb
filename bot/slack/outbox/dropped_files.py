"""Answers a dropped file: it is fetched first, and read as what it is."""

from collections.abc import AsyncIterator
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.answering.answer import answer
from bot.cases.answering.dropped import LARGEST_FILE, answer_mail, answer_picture, answer_report
from bot.cases.answering.turns import one_step, turns_of
from bot.cases.asking.texts import read_now
from bot.cases.values.answers.kinds import BounceAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reports import ReportAnswer
from bot.cases.values.asked import DroppedMail, FileKind, Unread
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.reader import TooHard
from bot.cases.values.typed import By
from bot.slack.delivery.files import fetch, look_up
from bot.slack.wire.outside import dropped, mail_of
from bot.slack.wire.payloads import Fields


async def answer_file(file: DroppedMail, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
    """The turns that answer it; none for a file that nobody asked about and that is neither a bounce nor a report."""
    known: Fields | None = None
    if file.kind in (FileKind.UNKNOWN, FileKind.EMAIL):
        known = await look_up(file.id, client)
    if file.kind is FileKind.UNKNOWN and known is not None:
        kind_of_file = dropped(known)
        if kind_of_file is None or kind_of_file.kind is FileKind.UNKNOWN:
            known = None
        else:
            file = replace(kind_of_file, unasked=file.unasked and kind_of_file.kind is not FileKind.MAIL)
    async for turn in _of_known(file, known, case, desk, client):
        if file.unasked and not isinstance(turn.reply.answer, BounceAnswer | ReportAnswer):
            return
        yield turn


async def _of_known(
    file: DroppedMail, known: Fields | None, case: Case, desk: Desk, client: AsyncWebClient
) -> AsyncIterator[Turn]:
    """`known`: what Slack knows of it, where that was asked for."""
    if file.size > LARGEST_FILE:
        turns = _refused(Refusal.TOO_LARGE, file, case, desk)
    elif (content := await _content(file, known, client)) is None:
        turns = _refused(Refusal.UNREADABLE, file, case, desk)
    elif file.kind is FileKind.TEXT:
        turns = _of_text(file, content, case, desk)
    elif file.kind is FileKind.PICTURE:
        turns = answer_picture(file.name, content, case, desk, unasked=file.unasked)
    elif file.kind is FileKind.REPORT:
        turns = answer_report(file.name, content, case, desk)
    else:
        turns = answer_mail(file.name, content, case, desk)
    async for turn in turns:
        yield turn


async def _content(file: DroppedMail, known: Fields | None, client: AsyncWebClient) -> bytes | None:
    if file.kind is FileKind.EMAIL:
        return mail_of(known) if known is not None else None
    return await fetch(file.url, client) if file.url else None


async def _of_text(file: DroppedMail, content: bytes, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """A snippet is read as if it had been pasted."""
    text = measures.text(content.decode("utf-8", "replace")[: measures.MOST_CHARACTERS])
    try:
        requests = await read_now(Unread(text, By.UNASKED if file.unasked else By.SHORTCUT), case, desk.reader)
    except TooHard:
        requests = ()
        if not file.unasked:
            async for turn in _refused(Refusal.TOO_HARD, file, case, desk):
                yield turn
    for request in requests:
        async for turn in answer(request, case, desk):
            yield turn


def _refused(reason: Refusal, file: DroppedMail, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    return turns_of(one_step(case, RefusalAnswer(reason, file.name)), desk)

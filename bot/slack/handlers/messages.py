"""Messages: follow-ups in the bot's threads, mentions anywhere, direct messages, dropped mails."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asking.commands import may_be_bounce
from bot.cases.asking.unread import read_soon
from bot.cases.values.asked import Asked, Bounce, By, Refused, Unread
from bot.cases.values.case import Case, Thread
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.reader import SHORT
from bot.slack.delivery.files import mail_in
from bot.slack.handlers.assistant import checking
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of

Next = Callable[[], Awaitable[None]]
_TAKEN = "taken"
_JUST_POSTED = 1.0
"""Seconds that a case may still be on its way to the store when the first follow-up arrives."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_message(event: Fields, body: Fields, context: AsyncBoltContext, next: Next) -> None:
        direct = event.get("channel_type") == "im"
        written = event.get("subtype") in (None, "file_share", "thread_broadcast") and not event.get("bot_id")
        mentioned = f"<@{context.bot_user_id}>" in event.get("text", "")
        if written and (direct or not mentioned):  # elsewhere a mention comes as an event of its own
            await _take(answering, event, body, context, addressed=direct)
        await next()

    async def on_mention(event: Fields, body: Fields, context: AsyncBoltContext, next: Next) -> None:
        if not event.get("bot_id") and "edited" not in event:
            await _take(answering, event, body, context, addressed=True)
        await next()

    async def answer(context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if (owed := context.get(_TAKEN)) is not None:
            await checking(client, owed.place, owed.case.language)
            await answering.bring(client, owed)

    app.event("message", middleware=[on_message])(answer)
    app.event("app_mention", middleware=[on_mention])(answer)


async def _take(
    answering: Answering, event: Fields, body: Fields, context: AsyncBoltContext, *, addressed: bool
) -> None:
    """Takes the message on, if it is for the bot. As middleware: Bolt acknowledges an event right after it."""
    thread = Thread(team_of(body), event["channel"], event.get("thread_ts") or event["ts"])
    own = event.get("parent_user_id") == context.bot_user_id
    found = await _case(answering, thread, wait=own) if "thread_ts" in event else None
    known = found is not None or ("thread_ts" in event and answering.busy(thread))
    mail = mail_in(event)
    if not known and mail is None and not addressed:
        return
    text = event.get("text", "").replace(f"<@{context.bot_user_id}>", " ").strip()
    text = measures.text(text[: measures.MOST_CHARACTERS + 1])  # one too many is refused, more are not even read
    place = Place(thread.team, thread.channel, event["user"], thread.ts, active="thread_ts" in event)
    case = found or Case((await answering.terms(place)).language(question=text[:SHORT]))
    asked: tuple[Asked, ...]
    if mail is not None:
        asked = (mail,)
    elif not known:
        asked = await read_soon(Unread(text, By.OPENING), case, answering.desk.reader)
    else:
        asked = await _followed(Unread(text), case, answering)
    owed = Owed(body["event_id"], place, case, asked, begun=not known)
    if await answering.takes(owed):
        context[_TAKEN] = owed


async def _followed(unread: Unread, case: Case, answering: Answering) -> tuple[Asked, ...]:
    """A follow-up is read in its turn, but a bounce among them at once: of a bounce its text is not to be kept."""
    if not may_be_bounce(unread.text):
        return (unread,)
    asked = await read_soon(unread, case, answering.desk.reader)
    return asked if all(isinstance(one, Bounce | Refused) for one in asked) else (unread,)


async def _case(answering: Answering, thread: Thread, *, wait: bool) -> Case | None:
    """The thread's case. Under a message of the bot's own it may be a moment late."""
    case = await answering.store.case(thread)
    if case is None and wait:
        await asyncio.sleep(_JUST_POSTED)
        case = await answering.store.case(thread)
    return case

"""Messages: follow-ups in the bot's threads, mentions anywhere, direct messages, dropped mails."""

import asyncio

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.case import Case, Thread
from bot.cases.talk import Asking, begin, follow
from bot.slack.answering import Answering
from bot.slack.assistant import checking
from bot.slack.files import mail_in, opening_of
from bot.slack.place import Place
from bot.slack.wire import Fields

_JUST_POSTED = 1.0
"""Seconds that a case may still be on its way to the store when the first follow-up arrives."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_message(event: Fields, body: Fields, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if event.get("subtype") not in (None, "file_share", "thread_broadcast") or event.get("bot_id"):
            return
        mentioned = f"<@{context.bot_user_id}>" in event.get("text", "")
        if mentioned and event.get("channel_type") != "im":
            return  # the mention comes as an event of its own
        await _take(event, body, context, client)

    async def on_mention(event: Fields, body: Fields, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if not event.get("bot_id") and "edited" not in event:
            await _take(event, body, context, client, addressed=True)

    async def _take(
        event: Fields, body: Fields, context: AsyncBoltContext, client: AsyncWebClient, *, addressed: bool = False
    ) -> None:
        thread = Thread(context.team_id or body["team_id"], event["channel"], event.get("thread_ts") or event["ts"])
        async with answering.in_turn(thread):
            own = event.get("parent_user_id") == context.bot_user_id
            case = await _case(answering, thread, wait=own) if "thread_ts" in event else None
            mail = mail_in(event)
            if case is None and mail is None and not addressed and event.get("channel_type") != "im":
                return
            if not await answering.store.first_time(body["event_id"], thread.team):
                return
            text = event.get("text", "").replace(f"<@{context.bot_user_id}>", " ").strip()
            place = Place(thread.team, thread.channel, event["user"], thread.ts)
            terms = await answering.terms(place)
            known = case or Case(terms.language(question=text))
            askings: tuple[Asking, ...]
            if mail is not None:
                askings = (opening_of(mail, client, terms.desk),)
            elif case is not None:
                askings = follow(text, case, terms.desk)
            else:
                askings = begin(text, known, terms.desk)
            await checking(client, place, known.language)
            await answering.answer(client, place, known, askings)

    app.event("message")(on_message)
    app.event("app_mention")(on_mention)


async def _case(answering: Answering, thread: Thread, *, wait: bool) -> Case | None:
    """The thread's case. Under a message of the bot's own it may be a moment late."""
    case = await answering.store.case(thread)
    if case is None and wait:
        await asyncio.sleep(_JUST_POSTED)
        case = await answering.store.case(thread)
    return case

"""`/smtp` and `/mailcheck`."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.answering.typed import language_of
from bot.cases.asking.first_words import read_wish
from bot.cases.asking.texts import read_soon
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By
from bot.measures import is_short
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields

_ENOUGH = measures.MOST_CHARACTERS + 1
"""Characters that are looked at: one too many is refused, more are not even read."""


def register(app: AsyncApp, answering: Answering) -> None:
    app.command("/smtp")(_handler(answering, By.SMTP))
    app.command("/mailcheck")(_handler(answering, By.MAILCHECK))


def _handler(answering: Answering, way: By) -> Callable[..., Awaitable[None]]:
    async def on_command(ack: AsyncAck, command: Fields, client: AsyncWebClient) -> None:
        place = Place(
            command["team_id"], command["channel_id"], command["user_id"], response_url=command["response_url"]
        )
        typed = measures.text(command.get("text", "")[:_ENOUGH])
        if is_short(typed) and (wish := read_wish(typed)) is not None:
            await answering.answer(client, Owed(command["trigger_id"], place, None, (wish,)), ack)
            return
        language, text = language_of(typed)
        requests = await read_soon(Unread(text, way), Case(language or ""), answering.desk.reader)
        case = Case(language) if language else None
        await answering.answer(client, Owed(command["trigger_id"], place, case, requests), ack)

    return on_command

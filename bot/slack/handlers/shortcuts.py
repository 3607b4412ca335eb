"""Shortcuts: "Explain this bounce" on a message."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asking.texts import read_soon
from bot.cases.values.asked import Asked, Unread
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By
from bot.slack.outbox.answering import Answering
from bot.slack.wire.outside import outside
from bot.slack.wire.payloads import Fields, team_of

EXPLAIN_BOUNCE = re.compile(r"^explain_bounce:(?P<language>\w+)$")
"""One shortcut for each language: a shortcut has only one name in Slack's menu."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_explain(ack: AsyncAck, shortcut: Fields, client: AsyncWebClient) -> None:
        message = shortcut["message"]
        place = Place(
            team_of(shortcut),
            shortcut["channel"]["id"],
            shortcut["user"]["id"],
            message.get("thread_ts") or message["ts"],
            response_url=shortcut["response_url"],
            active="thread_ts" in message,
        )
        case = Case(shortcut["callback_id"].partition(":")[2])
        brought = outside(message)
        text = measures.text(brought.text[: measures.MOST_CHARACTERS])
        requests: tuple[Asked, ...] = (brought.file,) if brought.file else ()
        if brought.file is None:
            requests = await read_soon(Unread(text, By.SHORTCUT), case, answering.desk.reader)
        await answering.answer(client, Owed(shortcut["trigger_id"], place, case, requests), ack)

    app.message_shortcut(EXPLAIN_BOUNCE)(on_explain)

"""Shortcuts: "Explain this bounce" on a message."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.case import Case
from bot.cases.opening import LONGEST, open_bounce
from bot.slack.answering import Answering
from bot.slack.files import mail_in, opening_of
from bot.slack.place import Place
from bot.slack.wire import Fields, team_of

EXPLAIN_BOUNCE = re.compile(r"^explain_bounce:(?P<language>\w+)$")
"""A shortcut a language: its name in Slack's menu has only one."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_explain(ack: AsyncAck, shortcut: Fields, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        message = shortcut["message"]
        thread = message.get("thread_ts") or message["ts"]
        place = Place(team_of(shortcut), shortcut["channel"]["id"], shortcut["user"]["id"], thread, respond=respond)
        desk = (await answering.terms(place)).desk
        mail = mail_in(message)
        if mail is not None:
            opening = opening_of(mail, client, desk)
        else:
            text = str(message.get("text", ""))[:LONGEST]
            opening = lambda case: open_bounce(text, case, desk)  # noqa: E731
        language = shortcut["callback_id"].partition(":")[2]
        await answering.answer(client, place, Case(language), (opening,))

    app.message_shortcut(EXPLAIN_BOUNCE)(on_explain)

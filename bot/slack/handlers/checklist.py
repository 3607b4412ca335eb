"""The guide's checklist as a small form: what the customer has answered is ticked and stays with the case."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.checklist import ITEMS
from bot.cases.values.asked import Ticked
from bot.slack.blocks import TICK
from bot.slack.handlers.buttons import asked_in_thread, place_of
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_tick(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        place = replace(place_of(body), message_ts=body["container"]["message_ts"])
        ticked = Ticked(tuple(option["value"] for option in action["selected_options"] if option["value"] in ITEMS))
        await answering.answer(client, asked_in_thread(body, place, ticked), ack)

    app.action(TICK)(on_tick)

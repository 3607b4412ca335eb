"""The guide's checklist as a small form: what the customer has answered is ticked and stays with the case."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.checklist import ITEMS
from bot.cases.questions import Intent, Question
from bot.cases.talk import asking
from bot.slack.answering import Answering
from bot.slack.blocks import TICK
from bot.slack.buttons import case_of, place_of, thread_of
from bot.slack.wire import Fields


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_tick(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = replace(place_of(body), message_ts=body["container"]["message_ts"])
        ticked = tuple(option["value"] for option in action["selected_options"] if option["value"] in ITEMS)
        question = Question(Intent.CHECKLIST)
        async with answering.in_turn(thread_of(place)):
            terms = await answering.terms(place)
            case = await case_of(answering, place, terms)
            await answering.answer(client, place, replace(case, ticked=ticked), asking((question,), terms.desk))

    app.action(TICK)(on_tick)

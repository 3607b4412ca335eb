"""Buttons: each carries a question, and takes the same way as a sentence that asks it."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.case import Case, Thread
from bot.cases.questions import Question
from bot.cases.talk import asking
from bot.slack.answering import Answering, Terms
from bot.slack.place import Place
from bot.slack.wire import Fields, team_of


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_question(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        async with answering.in_turn(thread_of(place)):
            terms = await answering.terms(place)
            case = await case_of(answering, place, terms)
            await answering.answer(client, place, case, asking((Question.parse(action["value"]),), terms.desk))

    app.action(re.compile(r"^ask:"))(on_question)


def place_of(body: Fields) -> Place:
    """The thread that the clicked message stands in, or opens."""
    container = body["container"]
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or container["message_ts"]
    return Place(team_of(body), container["channel_id"], body["user"]["id"], thread)


def thread_of(place: Place) -> Thread:
    return Thread(place.team, place.channel, place.thread_ts or "")


async def case_of(answering: Answering, place: Place, terms: Terms) -> Case:
    """The thread's case; a fresh one where it was forgotten."""
    found = await answering.store.case(thread_of(place))
    return found or Case(terms.language())

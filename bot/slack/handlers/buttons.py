"""Buttons under answers: each carries a question, which is answered like the sentence that asks it."""

import re
from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import Asked
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.questions import Intent, Question
from bot.slack.blocks import asker_in
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_question(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        question, place = question_of(action), place_of(body)
        if question.intent is Intent.LANGUAGE and question.detail:
            place = _in_place(place, body)
        await answering.answer(client, asked_in_thread(body, place, question), ack)

    app.action(re.compile(r"^ask:"))(on_question)


def question_of(action: Fields) -> Question:
    """What a button carries, or the entry of a menu that was picked."""
    return Question.parse(action["value"] if "value" in action else action["selected_option"]["value"])


def _in_place(place: Place, body: Fields) -> Place:
    """The clicked message itself is changed; whose question it answers still stands over it."""
    blocks = (body.get("message") or {}).get("blocks") or ()
    return replace(place, message_ts=body["container"]["message_ts"], asker=asker_in(blocks))


def place_of(body: Fields) -> Place:
    """The thread that the clicked message stands in, or opens. No thread hangs on a message that one person alone sees
    (of which Slack does not even send the text): what is clicked there is answered in the channel."""
    container = body["container"]
    active = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    opened = None if container.get("is_ephemeral") else container["message_ts"]
    place = Place(team_of(body), container["channel_id"], body["user"]["id"], active or opened)
    return replace(place, response_url=body.get("response_url"), active=bool(active))


def asked_in_thread(body: Fields, place: Place, request: Asked) -> Owed:
    """What an interaction asks in a thread, to be answered when its turn comes there."""
    return Owed(body["trigger_id"], place, None, (request,), begun=False)

"""Votes on answers: kept for each rule and finding, so that wrong ones can be found. Who finds an answer wrong may say
what was wrong with it, in a window of one field.
"""

import asyncio
import json
from contextlib import suppress

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import Vote
from bot.cases.values.place import Place
from bot.slack.blocks import VOTE, plain, read_vote
from bot.slack.handlers.buttons import asked_in_thread, place_of
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of

REASON = "vote:reason"
_LONGEST = 500
_MOST_METADATA = 3_000
"""Characters of a view's `private_metadata` (https://docs.slack.dev/reference/views/modal-views)."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_vote(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        positive, judged = read_vote(action["value"])
        place = place_of(body)
        vote = Vote(body["container"]["message_ts"], judged, positive)
        counted = answering.answer(client, asked_in_thread(body, place, vote), ack)
        # The trigger lasts three seconds, so the window does not wait for the vote.
        await (counted if positive else asyncio.gather(counted, _ask_why(client, body, place, vote, action["value"])))

    async def _ask_why(client: AsyncWebClient, body: Fields, place: Place, vote: Vote, value: str) -> None:
        about = json.dumps([place.channel, place.thread_ts, vote.message, value])
        if len(about) > _MOST_METADATA:
            return
        language = (await answering.case(place)).language
        with suppress(SlackApiError):  # the vote counts without a reason, too
            await client.views_open(trigger_id=body["trigger_id"], view=_window(language, about))

    async def on_reason(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        channel, thread, message, value = json.loads(view["private_metadata"])
        place = Place(team_of(body), channel, body["user"]["id"], thread)
        reason = view["state"]["values"][REASON][REASON]["value"]
        vote = Vote(message, read_vote(value)[1], positive=False, reason=reason.strip())
        await answering.answer(client, asked_in_thread(body, place, vote), ack)

    app.action(VOTE)(on_vote)
    app.view(REASON)(on_reason)


def _window(language: str, about: str) -> Fields:
    field: Fields = {"type": "plain_text_input", "action_id": REASON, "multiline": True, "max_length": _LONGEST}
    label = plain(language, "feedback.why-label")
    return {
        "type": "modal",
        "callback_id": REASON,
        "private_metadata": about,
        "title": plain(language, "feedback.why"),
        "submit": plain(language, "feedback.why-send"),
        "close": plain(language, "feedback.why-close"),
        "blocks": [{"type": "input", "block_id": REASON, "label": label, "element": field}],
    }

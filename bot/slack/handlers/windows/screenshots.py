"""The words that were read in a picture, opened for correction and answered anew."""

import json

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By
from bot.slack.blocks import CORRECT_WORDS, plain
from bot.slack.handlers.buttons import place_of
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of

CORRECTED = "seen:corrected"
_WORDS = "words"
_LONGEST = 3000
"""Characters that a window's input takes."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_open(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        language = (await answering.case(place)).language
        await client.views_open(trigger_id=body["trigger_id"], view=_window(place, action["value"], language))

    async def on_corrected(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        carried = json.loads(view["private_metadata"])
        place = Place(team_of(body), carried["channel"], body["user"]["id"], carried["thread_ts"], active=True)
        words = measures.text(view["state"]["values"][_WORDS][_WORDS]["value"] or "")
        request = Unread(words[:_LONGEST], By.SHORTCUT)
        owed = Owed(body["trigger_id"], place, Case(carried["language"]), (request,), begun=False)
        await answering.answer(client, owed, ack)

    app.action(CORRECT_WORDS)(on_open)
    app.view(CORRECTED)(on_corrected)


def _window(place: Place, words: str, language: str) -> Fields:
    carried = {"channel": place.channel, "thread_ts": place.thread_ts, "language": language}
    return {
        "type": "modal",
        "callback_id": CORRECTED,
        "private_metadata": json.dumps(carried),
        "title": plain(language, "seen.title"),
        "close": plain(language, "seen.cancel"),
        "submit": plain(language, "seen.ask"),
        "blocks": [
            {
                "type": "input",
                "block_id": _WORDS,
                "label": plain(language, "seen.label"),
                "hint": plain(language, "seen.hint"),
                "element": {
                    "type": "plain_text_input",
                    "action_id": _WORDS,
                    "multiline": True,
                    "max_length": _LONGEST,
                    "initial_value": words,
                },
            }
        ],
    }

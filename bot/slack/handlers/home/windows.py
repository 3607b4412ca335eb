"""The buttons of the home tab, and the windows that they open: check a domain, explain a bounce, help."""

import re

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import measures
from bot.cases.asking.texts import read_soon
from bot.cases.values.answers.typed import HelpAnswer
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import By
from bot.replies.render import slack
from bot.slack.blocks import plain
from bot.slack.handlers.windows.domain_check import where_to_answer, window
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of

_BUTTON = re.compile(r"^home:(?P<window>check|explain|help)$")
_EXPLAIN = re.compile(r"^home_explain:(?P<language>\w+)$")
_TEXT = "text"
_MOST = 3000
"""Characters that Slack lets one type into a field."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_button(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = Place(team_of(body), "", body["user"]["id"])
        language = (await answering.terms(place)).language()
        await client.views_open(trigger_id=body["trigger_id"], view=_view(action["action_id"], language))

    async def on_explain(ack: AsyncAck, body: Fields, view: Fields, client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        text = measures.text(values[_TEXT][_TEXT]["value"][: measures.MOST_CHARACTERS])
        where, url = values["where"]["where"]["selected_conversation"], body["response_urls"][0]["response_url"]
        place = Place(team_of(body), where, body["user"]["id"], response_url=url)
        case = Case(view["callback_id"].partition(":")[2])
        requests = await read_soon(Unread(text, By.SHORTCUT), case, answering.desk.reader)
        await answering.answer(client, Owed(body["trigger_id"], place, case, requests), ack)

    app.action(_BUTTON)(on_button)
    app.view(_EXPLAIN)(on_explain)


def buttons(language: str) -> Fields:
    """The row at the head of the home."""
    made = [
        {"type": "button", "action_id": f"home:{name}", "text": plain(language, f"home.{name}")}
        for name in ("check", "explain", "help")
    ]
    return {"type": "actions", "elements": [{**made[0], "style": "primary"}, *made[1:]]}


def _view(action_id: str, language: str) -> Fields:
    match action_id.partition(":")[2]:
        case "check":
            return window(f"check_domain:{language}")
        case "explain":
            return _explain(language)
        case _:
            blocks = [dict(block) for block in slack(HelpAnswer(), language).blocks]
            return {"type": "modal", "title": plain(language, "home.help"), "blocks": blocks}


def _explain(language: str) -> Fields:
    text = {
        "type": "input",
        "block_id": _TEXT,
        "label": plain(language, "home.explain-text"),
        "element": {"type": "plain_text_input", "action_id": _TEXT, "multiline": True, "max_length": _MOST},
    }
    return {
        "type": "modal",
        "callback_id": f"home_explain:{language}",
        "title": plain(language, "home.explain-title"),
        "submit": plain(language, "home.explain-submit"),
        "close": plain(language, "letter.cancel"),
        "blocks": [text, where_to_answer(language)],
    }

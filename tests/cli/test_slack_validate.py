"""`mailbot slack validate`: what the bot sends, reduced to kinds, and what Slack's `blocks.validate` says of each."""

import json

from bot.cli.commands.slack.kinds import SentContent, kinds
from bot.cli.commands.slack.validate import Acceptance, validated
from bot.workspace.faults import ServerError
from bot.workspace.log import ApiCall
from bot.workspace.workspace import Workspace

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
HEADER = {"type": "header", "text": {"type": "plain_text", "text": "x"}}
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
HOME = {"type": "home", "blocks": [SECTION]}


def sent(method: str, **arguments: object) -> ApiCall:
    return ApiCall(method, dict(arguments), {"ok": True}, 200, 0, 0)


def message(*blocks: dict) -> SentContent:
    return SentContent("chat.postMessage", "message", {"text": "x", "blocks": list(blocks)})


def test_one_of_each_kind_is_asked_about_whether_it_went_as_json_or_as_a_form() -> None:
    other = {**SECTION, "text": {"type": "mrkdwn", "text": "other words"}}
    shown = kinds(
        [
            sent("auth.test"),
            sent("chat.postMessage", text="x", blocks=[SECTION, HEADER]),
            sent("chat.postMessage", text="x", blocks=json.dumps([other, HEADER])),
            sent("chat.postMessage", text="x", blocks=[{**SECTION, "accessory": BUTTON}, HEADER]),
            sent("views.publish", user_id="U1", view=json.dumps(HOME)),
            sent("chat.update", text="only text"),
        ]
    )
    assert [(kind.argument, kind.name) for kind in shown] == [
        ("message", "chat.postMessage: section, header"),
        ("message", "chat.postMessage: section, header"),
        ("view", "views.publish: section"),
    ]


async def test_what_slack_takes_and_what_it_refuses_with_its_words() -> None:
    async with Workspace() as ws:
        wrong = message({"type": "section", "text": {"type": "html", "text": "x"}})
        alert = SentContent("views.publish", "view", {**HOME, "blocks": [{"type": "alert", "text": BUTTON["text"]}]})
        verdicts = await validated([message(SECTION), wrong, SentContent("views.publish", "view", HOME), alert], ws.url)
        assert [verdict.word for verdict in verdicts] == [
            Acceptance.TAKEN,
            Acceptance.REFUSED,
            Acceptance.TAKEN,
            Acceptance.REFUSED,
        ]
        assert verdicts[1].complaints == ("invalid_blocks", "/blocks/0/text/type: unsupported type: html")
        assert all("token" not in call.arguments for call in ws.calls)


async def test_what_could_not_be_asked_is_not_said_to_be_fine() -> None:
    async with Workspace() as ws:
        ws.faults.add("blocks.validate", ServerError(503))
        (failed,) = await validated([message(SECTION)], ws.url)
        url = ws.url
    (unreached,) = await validated([message(SECTION)], url)
    for verdict in (failed, unreached):
        assert verdict.word is Acceptance.UNANSWERED
        assert verdict.complaints

"""A message or view that Slack would refuse is refused here, with Slack's word."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import furnish

PLAIN = {"type": "plain_text", "text": "x"}


def mrkdwn(length: int) -> dict:
    return {"type": "mrkdwn", "text": "x" * length}


def plain(length: int) -> dict:
    return {"type": "plain_text", "text": "x" * length}


def button(number: int = 0, **more) -> dict:
    return {"type": "button", "text": PLAIN, "action_id": str(number), **more}


def section(length: int = 1, **more) -> dict:
    return {"type": "section", "text": mrkdwn(length), **more}


def table(rows: int, cells: int) -> dict:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def option(text: int = 1, value: int = 1) -> dict:
    return {"text": plain(text), "value": "x" * value}


def select(options: int) -> dict:
    return {"type": "static_select", "action_id": "s", "options": [option()] * options}


def words(text: str) -> dict:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


TASK = {"type": "task_card", "task_id": "1", "title": "SPF", "status": "complete", "output": words("ok")}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": PLAIN, "value": "+"},
    "negative_button": {"text": PLAIN, "value": "-"},
}

GOOD = [
    [section(3000)],
    [{"type": "section", "fields": [mrkdwn(1000)] * 10}],
    [{"type": "header", "text": plain(150)}],
    [{"type": "context", "elements": [mrkdwn(10)] * 10}],
    [{"type": "actions", "elements": [button(number) for number in range(25)]}],
    [{"type": "actions", "elements": [button(value="x" * 2000, url="https://" + "x" * 2992, text=plain(75))]}],
    [{"type": "markdown", "text": "x" * 12000}],
    [table(100, 20)],
    [{"type": "plan", "title": "imone.lt", "tasks": [TASK, {**TASK, "task_id": "2", "status": "in_progress"}]}],
    [TASK],
    [{"type": "card", "title": mrkdwn(150), "subtitle": mrkdwn(150), "body": mrkdwn(200), "actions": [button()]}],
    [{"type": "context_actions", "elements": [FEEDBACK]}],
    [words("labas")],
    [section(accessory=select(100))],
    [{"type": "divider"}] * 50,
]

BAD = [
    ([section(3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section(0)], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    (
        [{"type": "section", "fields": [mrkdwn(1)] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ([{"type": "section", "fields": [mrkdwn(2001)]}], "must be less than 2001 characters"),
    ([{"type": "header", "text": plain(151)}], "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "header", "text": mrkdwn(1)}], "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ([{"type": "context", "elements": [mrkdwn(1)] * 11}], "no more than 10 items allowed"),
    ([{"type": "context", "elements": [button()]}], "unsupported type: button"),
    ([{"type": "actions", "elements": [button(n) for n in range(26)]}], "no more than 25 items allowed"),
    ([{"type": "actions", "elements": []}], "no fewer than 1 items allowed"),
    ([{"type": "actions", "elements": [button(text=plain(76))]}], "must be less than 76 characters"),
    ([{"type": "actions", "elements": [button(value="x" * 2001)]}], "must be less than 2001 characters"),
    ([{"type": "actions", "elements": [button(url="x" * 3001)]}], "must be less than 3001 characters"),
    ([{"type": "actions", "elements": [button(), button()]}], "action_id `0` already exists"),
    ([{"type": "actions", "elements": [button("x" * 256)]}], "must be less than 256 characters"),
    ([{"type": "actions", "elements": [button(style="loud")]}], "must be one of: primary, danger"),
    ([section(block_id="same"), section(block_id="same")], "block_id `same` already exists"),
    ([section(block_id="x" * 256)], "must be less than 256 characters"),
    ([table(101, 1)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    ([table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    ([{"type": "card", "title": mrkdwn(151)}], "must be less than 151 characters"),
    ([{"type": "card", "title": mrkdwn(1), "body": mrkdwn(201)}], "must be less than 201 characters"),
    ([{"type": "card", "subtitle": mrkdwn(1)}], "missing required field"),
    ([{**TASK, "status": "done"}], "must be one of: pending, in_progress, complete, error"),
    ([{"type": "markdown", "text": "x" * 12001}], "must be less than 12001 characters"),
    ([section(accessory=select(101))], "no more than 100 items allowed"),
    ([section(accessory={**select(1), "options": [option(text=76)]})], "must be less than 76 characters"),
    ([section(accessory={**select(1), "options": [option(value=151)]})], "must be less than 151 characters"),
    ([section(colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([{"type": "marquee"}], "unsupported type: marquee [json-pointer:/blocks/0/type]"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (["text"], "must be an object [json-pointer:/blocks/0]"),
]


@pytest.mark.parametrize("blocks", GOOD, ids=lambda blocks: blocks[0]["type"])
async def test_what_keeps_the_limits_is_posted(ws, client, blocks):
    await client.chat_postMessage(channel=furnish.SUPPORT, text="x", blocks=blocks)
    (message,) = ws.state.messages(furnish.SUPPORT)
    assert len({block["block_id"] for block in message.blocks}) == len(blocks)


@pytest.mark.parametrize(("blocks", "message"), BAD)
async def test_blocks_that_slack_refuses_are_refused_with_a_pointer(ws, client, blocks, message):
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=furnish.SUPPORT, text="x", blocks=blocks)
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert any(message in complaint for complaint in answer["response_metadata"]["messages"])
    assert ws.state.messages(furnish.SUPPORT) == ()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40001}, "msg_too_long"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [table(1, 1), table(1, 1)]}, "invalid_attachments"),
        ({"text": "x", "blocks": [section(2700)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "x" * 6001}] * 2}, "msg_blocks_too_long"),
        ({"text": "x", "metadata": {"event_type": "case", "event_payload": {"x": "x" * 8192}}}, "metadata_too_large"),
        ({"text": "x", "metadata": {"event_type": "case"}}, "invalid_metadata_format"),
    ],
)
async def test_messages_that_slack_refuses(ws, client, arguments, error):
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("chat.postMessage", json={"channel": furnish.SUPPORT, **arguments})
    assert caught.value.response["error"] == error


async def test_an_update_takes_less_text_than_a_post(ws, client):
    posted = await client.chat_postMessage(channel=furnish.SUPPORT, text="x" * 4001)
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel=furnish.SUPPORT, ts=posted["ts"], text="x" * 4001)


MODAL = {"type": "modal", "title": plain(24), "blocks": [section()]}
INPUT = {
    "type": "input",
    "label": PLAIN,
    "element": {"type": "plain_text_input", "action_id": "domain"},
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": plain(25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"title": None}, "missing required field: title"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        ({"blocks": [INPUT]}, "missing required field: submit"),
        ({"blocks": [{"type": "alert", "text": mrkdwn(1), "level": "loud"}]}, "must be one of"),
        ({"blocks": [table(1, 1)]}, "unsupported type: table"),
        ({"type": "home"}, "must be a view of type modal"),
    ],
)
async def test_views_that_slack_refuses(ws, client, change, message):
    trigger = ws.state.tickets.trigger(furnish.YOU.id)
    view = {name: value for name, value in {**MODAL, **change}.items() if value is not None}
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger.id, view=view)
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert any(message in complaint for complaint in answer["response_metadata"]["messages"])
    await client.views_open(trigger_id=trigger.id, view=MODAL)

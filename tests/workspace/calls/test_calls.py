"""The real SDK client against the local Slack: every row of the table, one after another, on one server."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import furnish
from bot.workspace.api.answer import METHODS
from bot.workspace.clock import Clock
from bot.workspace.manifest import Manifest
from bot.workspace.values import Channel, ConversationKind, Message
from bot.workspace.workspace import Workspace
from tests.workspace.calls.table import ROWS, modal

METADATA = {"event_type": "case", "event_payload": {"key": "1"}}


async def prepared(ws: Workspace, client: AsyncWebClient) -> dict[str, Any]:
    """What the rows name by `$NAME`."""
    state, you = ws.state, furnish.YOU.id
    elsewhere = state.set_channel(Channel("G0ELSEWHR", "elsewhere", ConversationKind.PRIVATE, frozenset({you})))
    members = frozenset({you, furnish.BOT.id})
    archived = state.set_channel(Channel("C0ARCHIVE", "old", ConversationKind.PUBLIC, members, archived=True))
    own, quiet, doomed = [
        (await client.chat_postMessage(channel=furnish.SUPPORT, text=text))["ts"] for text in ("own", "quiet", "doomed")
    ]
    whisper = (await client.chat_postEphemeral(channel=furnish.SUPPORT, user=you, text="psst"))["message_ts"]
    stream = (await client.chat_startStream(channel=furnish.DIRECT, thread_ts="1.1", markdown_text="x"))["ts"]
    old = state.tickets.trigger(you).id
    state.clock.turn(10)
    used = state.tickets.trigger(you).id
    view = (await client.views_open(trigger_id=used, view=modal()))["view"]["id"]
    return {
        "$ELSEWHERE": elsewhere.id,
        "$ARCHIVED": archived.id,
        "$OWN": own,
        "$QUIET": quiet,
        "$DOOMED": doomed,
        "$WHISPER": whisper,
        "$THEIRS": (await ws.say("theirs")).ts,
        "$STREAM": stream,
        "$TEAM": state.team.id,
        "$METADATA": METADATA,
        "$LARGE_METADATA": {**METADATA, "event_payload": {"key": "x" * 8192}},
        "$USED_TRIGGER": used,
        "$OLD_TRIGGER": old,
        "$VIEW": view,
    }


def filled(ws: Workspace, arguments: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    fresh = {**names, "$TRIGGER": ws.state.tickets.trigger(furnish.YOU.id).id}
    return {name: fresh.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()}


async def test_each_call_is_answered_as_slack_answers_it() -> None:
    async with Workspace(state=furnish.furnished(clock=Clock())) as ws:
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
        names = await prepared(ws, client)
        wrong = []
        for number, row in enumerate(ROWS):
            try:
                answer = await client.api_call(row.method, json=filled(ws, row.arguments, names))
            except SlackApiError as error:
                answer = error.response
            word = "ok" if answer["ok"] else answer["error"]
            if word != row.word or row.says not in json.dumps(answer.data):
                wrong.append(f"{number} {row.method}: {word} and not {row.word} ({row.source}): {answer.data}")
        assert wrong == []


def test_the_table_is_long_enough_and_every_row_has_its_source() -> None:
    assert len(ROWS) >= 100
    assert all(row.source.startswith("https://") for row in ROWS)
    assert {row.method for row in ROWS} >= METHODS.keys() - {
        "apps.connections.open",  # the app's own token: test_web_api.py
        "assistant.threads.setSuggestedPrompts",  # test_web_api.py
        "assistant.threads.setTitle",
        "functions.completeError",  # test_functions.py
        "functions.completeSuccess",
        "views.push",  # test_interactivity.py
    }


async def test_a_body_that_is_no_json_is_said_to_be_none(ws: Workspace) -> None:
    """https://docs.slack.dev/apis/web-api: `invalid_json`, `json_not_object`."""
    headers = {"Authorization": f"Bearer {ws.bot_token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for body, word in (("{", "invalid_json"), ("[]", "json_not_object")):
            answer = await session.post(f"{ws.url}chat.postMessage", data=body)
            assert await answer.json() == {"ok": False, "error": word}


async def test_an_unlisted_app_reads_fifteen_messages_at_most() -> None:
    """https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps"""
    async with Workspace(unlisted=True) as ws:
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
        for number in range(20):
            await ws.say(str(number))
        page = await client.conversations_history(channel=furnish.SUPPORT, limit=200)
        assert (len(page["messages"]), page["has_more"]) == (15, True)
        rest = await client.conversations_history(
            channel=furnish.SUPPORT, limit=200, cursor=page["response_metadata"]["next_cursor"]
        )
        assert len(rest["messages"]) == 5


async def test_a_status_needs_the_scope_to_write_and_no_more() -> None:
    """https://docs.slack.dev/reference/methods/assistant.threads.setStatus"""
    status = {"channel_id": furnish.SUPPORT, "thread_ts": "1.1", "status": "is checking…"}
    for scope, word in (("chat:write", "ok"), ("assistant:write", "ok"), ("files:read", "missing_scope")):
        async with Workspace(manifest=Manifest(scopes=frozenset({scope}))) as ws:
            client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
            try:
                answer = await client.assistant_threads_setStatus(**status)
            except SlackApiError as error:
                answer = error.response
            assert answer.get("error", "ok") == word


async def test_a_validation_says_where_and_what_was_expected(ws: Workspace) -> None:
    """https://docs.slack.dev/reference/methods/blocks.validate: the documented example, without a token."""
    client = AsyncWebClient(base_url=ws.url)
    block = {"type": "section", "text": {"type": "invalid", "text": "x"}}
    try:
        await client.blocks_validate(blocks=[block])
    except SlackApiError as error:
        answer = error.response
    assert answer["errors"] == [
        {
            "code": "failed_constraint",
            "message": "unsupported type: invalid",
            "pointer": "/0/text/type",
            "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"]},
        }
    ]


async def test_an_update_without_blocks_keeps_them_and_an_empty_list_removes_them(ws: Workspace, client) -> None:
    """https://docs.slack.dev/reference/methods/chat.update, `blocks`."""

    def shown(ts: str) -> Message:
        message = ws.state.message(furnish.SUPPORT, ts)
        assert message is not None
        return replace(message, edited="")

    own = (await client.chat_postMessage(channel=furnish.SUPPORT, text="x", blocks=[{"type": "divider"}]))["ts"]
    await client.chat_update(channel=furnish.SUPPORT, ts=own, text="y")
    assert (shown(own).text, len(shown(own).blocks)) == ("y", 1)
    await client.chat_update(channel=furnish.SUPPORT, ts=own, text="z", blocks=[])
    assert shown(own).blocks == ()

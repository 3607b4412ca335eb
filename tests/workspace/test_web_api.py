"""The Web API answers as Slack's does, and refuses with Slack's words."""

import json
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import furnish
from bot.workspace.manifest import Manifest
from bot.workspace.values import Channel, ConversationKind
from bot.workspace.workspace import Workspace

ELSEWHERE = "G0ELSEWHR"


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_message_can_be_sent_as_json_as_a_form_and_in_the_query(ws):
    url, headers = f"{ws.url}chat.postMessage", {"Authorization": f"Bearer {ws.bot_token}"}
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "*labas*"}}
    async with aiohttp.ClientSession() as session:
        body = {"channel": furnish.SUPPORT, "text": "json", "blocks": [block]}
        assert (await (await session.post(url, json=body, headers=headers)).json())["ok"]
        form = {**body, "text": "form", "blocks": json.dumps([block]), "token": ws.bot_token}
        assert (await (await session.post(url, data=form)).json())["ok"]
        query = {"channel": furnish.SUPPORT, "text": "query"}
        assert (await (await session.get(url, params=query, headers=headers)).json())["ok"]

    posted = ws.state.messages(furnish.SUPPORT)
    assert [message.text for message in posted] == ["json", "form", "query"]
    assert posted[0].blocks[0]["text"] == posted[1].blocks[0]["text"]


@pytest.mark.parametrize(
    ("kind", "method", "error"),
    [
        ("none", "auth.test", "not_authed"),
        ("other", "auth.test", "invalid_auth"),
        ("app", "chat.postMessage", "not_allowed_token_type"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("bot", "chat.shout", "unknown_method"),
    ],
)
async def test_tokens_and_methods_must_be_right(ws, kind, method, error):
    tokens = {"none": None, "other": "xoxb-other", "app": ws.app_token, "bot": ws.bot_token}
    client = AsyncWebClient(token=tokens[kind], base_url=ws.url)
    assert await refused(client.api_call(method)) == error


async def test_who_is_who(ws, client):
    me = await client.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == (ws.state.team.id, furnish.BOT.id, furnish.BOT.bot_id)
    assert "locale" not in (await client.users_info(user=furnish.YOU.id))["user"]
    assert (await client.users_info(user=furnish.YOU.id, include_locale=True))["user"]["locale"] == "en-US"
    assert await refused(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert (await client.bots_info(bot=me["bot_id"]))["bot"]["user_id"] == me["user_id"]
    assert (await client.team_info())["team"]["name"] == furnish.TEAM.name


async def test_the_bot_posts_only_where_it_is_a_member(ws, client):
    ws.state.set_channel(Channel(ELSEWHERE, "elsewhere", ConversationKind.PRIVATE, frozenset({furnish.YOU.id})))
    assert await refused(client.chat_postMessage(channel=furnish.GENERAL, text="x")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel=ELSEWHERE, text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    await client.conversations_join(channel=furnish.GENERAL)
    assert (await client.chat_postMessage(channel="#general", text="x"))["channel"] == furnish.GENERAL
    ws.state.set_channel(replace(ws.state.channels[furnish.GENERAL], archived=True))
    assert await refused(client.chat_postMessage(channel=furnish.GENERAL, text="x")) == "is_archived"


async def test_a_users_id_means_the_direct_message_with_them(ws, client):
    posted = await client.chat_postMessage(channel=furnish.YOU.id, text="labas")
    assert posted["channel"] == furnish.DIRECT
    opened_one = await client.conversations_open(users=[furnish.COLLEAGUE.id])
    assert ws.state.channels[opened_one["channel"]["id"]].kind is ConversationKind.DIRECT


async def test_threads_hang_on_messages_that_are_there(ws, client):
    root = await client.chat_postMessage(channel=furnish.SUPPORT, text="root")
    reply = await client.chat_postMessage(channel=furnish.SUPPORT, text="reply", thread_ts=root["ts"])
    await client.chat_postMessage(channel=furnish.SUPPORT, text="to a reply", thread_ts=reply["ts"])
    thread = await client.conversations_replies(channel=furnish.SUPPORT, ts=root["ts"])
    assert [message["text"] for message in thread["messages"]] == ["root", "reply", "to a reply"]
    assert thread["messages"][0]["reply_count"] == 2
    history = await client.conversations_history(channel=furnish.SUPPORT)
    assert [message["text"] for message in history["messages"]] == ["root"]


async def test_a_reply_to_no_message_is_taken_and_hangs_on_nothing(ws, client):
    """https://github.com/slackapi/python-slack-sdk/issues/840"""
    ghost = await client.chat_postMessage(channel=furnish.SUPPORT, text="x", thread_ts="1.000001")
    assert ws.state.message(furnish.SUPPORT, ghost["ts"]).thread_ts == "1.000001"
    assert not (await client.conversations_history(channel=furnish.SUPPORT))["messages"]
    assert await refused(client.conversations_replies(channel=furnish.SUPPORT, ts="1.000001")) == "thread_not_found"


async def test_an_ephemeral_message_in_a_thread_without_replies_is_taken_and_not_shown(ws, client):
    """https://api.slack.com/methods/chat.postEphemeral: only shown "if there is already an active thread"."""
    root = await client.chat_postMessage(channel=furnish.SUPPORT, text="root")
    whisper = {"channel": furnish.SUPPORT, "user": furnish.YOU.id, "thread_ts": root["ts"]}
    hidden = await client.chat_postEphemeral(**whisper, text="nobody sees it")
    assert hidden["message_ts"]
    assert len(ws.state.thread(furnish.SUPPORT, root["ts"])) == 1
    await ws.say("a reply", thread_ts=root["ts"])
    await client.chat_postEphemeral(**whisper, text="seen")
    assert ws.state.thread(furnish.SUPPORT, root["ts"])[-1].ephemeral_to == furnish.YOU.id


async def test_replies_come_in_pages(ws, client):
    root = await client.chat_postMessage(channel=furnish.SUPPORT, text="0")
    for number in range(1, 5):
        await client.chat_postMessage(channel=furnish.SUPPORT, text=str(number), thread_ts=root["ts"])
    seen = [
        message["text"]
        async for page in await client.conversations_replies(channel=furnish.SUPPORT, ts=root["ts"], limit=2)
        for message in page["messages"]
    ]
    assert seen == ["0", "1", "2", "3", "4"]


async def test_only_its_own_messages_can_be_changed_or_deleted(ws, client):
    theirs = await ws.say("labas")
    own = await client.chat_postMessage(channel=furnish.SUPPORT, text="draft")
    changed = await client.chat_update(channel=furnish.SUPPORT, ts=own["ts"], text="final")
    assert ws.state.message(furnish.SUPPORT, changed["ts"]).text == "final"
    assert ws.state.message(furnish.SUPPORT, changed["ts"]).edited
    assert await refused(client.chat_update(channel=furnish.SUPPORT, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_update(channel=furnish.SUPPORT, ts="1.1", text="x")) == "message_not_found"
    assert await refused(client.chat_delete(channel=furnish.SUPPORT, ts=theirs.ts)) == "cant_delete_message"
    await client.chat_delete(channel=furnish.SUPPORT, ts=own["ts"])
    assert ws.state.message(furnish.SUPPORT, own["ts"]) is None


async def test_new_blocks_leave_no_mark_of_an_edit(ws, client):
    own = await client.chat_postMessage(channel=furnish.SUPPORT, text="x", blocks=[{"type": "divider"}])
    await client.chat_update(channel=furnish.SUPPORT, ts=own["ts"], text="y", blocks=[{"type": "divider"}] * 2)
    message = ws.state.message(furnish.SUPPORT, own["ts"])
    assert (len(message.blocks), message.edited) == (2, "")


async def test_an_ephemeral_message_is_for_one_member_and_is_no_history(ws, client):
    sent = await client.chat_postEphemeral(channel=furnish.SUPPORT, user=furnish.YOU.id, text="psst")
    assert ws.state.messages(furnish.SUPPORT, viewer=furnish.COLLEAGUE.id) == ()
    assert not (await client.conversations_history(channel=furnish.SUPPORT))["messages"]
    update = client.chat_update(channel=furnish.SUPPORT, ts=sent["message_ts"], text="x")
    assert await refused(update) == "message_not_found"
    stranger = client.chat_postEphemeral(channel=furnish.SUPPORT, user=furnish.SLACKBOT.id, text="x")
    assert await refused(stranger) == "user_not_in_channel"


async def test_what_a_channel_is_and_who_is_in_it(ws, client):
    info = (await client.conversations_info(channel=furnish.GENERAL))["channel"]
    assert (info["name"], info["is_member"], info["is_private"]) == ("general", False, False)
    members = (await client.conversations_members(channel=furnish.SUPPORT))["members"]
    assert furnish.BOT.id in members
    assert await refused(client.conversations_replies(channel=furnish.GENERAL, ts="1.1")) == "not_in_channel"


async def test_reactions(ws, client):
    message = await ws.say("ačiū")
    await client.reactions_add(channel=furnish.SUPPORT, timestamp=message.ts, name="wave")
    again = client.reactions_add(channel=furnish.SUPPORT, timestamp=message.ts, name="wave")
    assert await refused(again) == "already_reacted"
    assert ws.state.message(furnish.SUPPORT, message.ts).reactions == (("wave", furnish.BOT.id),)


async def test_a_manifest_bounds_what_the_token_may_do():
    manifest = Manifest(scopes=frozenset({"chat:write", "chat:write.public", "channels:history"}))
    async with Workspace(manifest=manifest) as ws:
        client = AsyncWebClient(token=ws.bot_token, base_url=ws.url)
        assert await refused(client.users_info(user=furnish.YOU.id)) == "missing_scope"
        assert await refused(client.conversations_history(channel=furnish.PRIVATE)) == "missing_scope"
        assert await refused(client.conversations_history(channel=furnish.GENERAL)) == "not_in_channel"
        assert (await client.chat_postMessage(channel=furnish.GENERAL, text="public"))["ok"]


async def test_an_assistant_thread_shows_status_title_and_at_most_four_prompts(ws, client):
    where = {"channel_id": furnish.DIRECT, "thread_ts": "1.000001"}
    await client.assistant_threads_setStatus(**where, status="is checking imone.lt")
    await client.assistant_threads_setTitle(**where, title="imone.lt")
    prompts = [{"title": str(number), "message": f"/smtp {number}"} for number in range(5)]
    await client.assistant_threads_setSuggestedPrompts(**where, prompts=prompts[:4])
    five = client.assistant_threads_setSuggestedPrompts(**where, prompts=prompts)
    assert await refused(five) == "invalid_arguments"
    thread = ws.state.assistant(furnish.DIRECT, "1.000001")
    assert (thread.status, thread.title, len(thread.prompts)) == ("is checking imone.lt", "imone.lt", 4)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("conversations.history", {"channel": furnish.SUPPORT, "oldest": "yesterday"}, "invalid_ts_oldest"),
        ("conversations.history", {"channel": furnish.SUPPORT, "limit": "many"}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": ["F1"]}, "invalid_arguments"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 0}, "missing_argument"),
        ("views.publish", {"user_id": furnish.YOU.id, "view": "{"}, "invalid_arguments"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ],
)
async def test_arguments_that_cannot_be_read(client, method, arguments, error):
    assert await refused(client.api_call(method, json=arguments)) == error

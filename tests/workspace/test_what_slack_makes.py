"""What Slack itself makes of mail, of long texts and of what people share, as the app hears of it.

The payloads are those recorded in https://github.com/MercuryTechnologies/slack-web, tests/golden/SlackWebhookEvent.
"""

from dataclasses import replace

import aiohttp
import pytest

from bot.workspace import furnish
from bot.workspace.values import ConversationKind, Json, User
from bot.workspace.workspace import Workspace
from tests.workspace.conftest import bolt, served

BOUNCE = (
    b"From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: Email <support@pagalba.slack.com>\r\n"
    b"Subject: Undelivered Mail\r\nMessage-ID: <1@mx.example>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    b"--b\r\n\r\n550 5.1.1 User unknown\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\n\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Labas\r\n\r\nLabas\r\n--b--\r\n"
)
GUEST = User("U0GUEST01", "guest", "Guest", team="T0OTHER01")


@pytest.fixture
async def heard(ws: Workspace):
    """Every event that the app hears, in order."""
    app, events = bolt(ws), []

    @app.middleware
    async def listen(body, next):
        events.append(body["event"])
        await next()

    async def ignored() -> None:
        """The middleware has heard it."""

    for name in ("message", "app_mention", "file_shared"):
        app.event(name)(ignored)
    async with served(app) as url:
        await ws.deliver_over_http(url)
        yield events


async def event(ws: Workspace, heard: list[Json], kind: str = "message") -> Json:
    await ws.idle()
    return next(payload for payload in reversed(heard) if payload["type"] == kind)


async def fetch(url: str, token: str) -> bytes:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        return await (await session.get(url)).read()


async def test_a_mail_to_the_channels_address_comes_as_a_file_of_mode_email_by_slackbot(ws, heard):
    await ws.mail(BOUNCE)
    message = await event(ws, heard)
    (file,) = message["files"]
    assert (message["user"], message["subtype"], message["text"]) == ("USLACKBOT", "file_share", "")
    assert message["bot_id"] not in ("", furnish.BOT.bot_id)
    assert (file["mode"], file["filetype"], file["mimetype"]) == ("email", "email", "text/html")
    assert file["plain_text"].strip() == "550 5.1.1 User unknown"
    assert file["from"][0]["address"] == "MAILER-DAEMON@mx.example"
    assert file["headers"]["message_id"] == "<1@mx.example>"
    assert b"550 5.1.1" in await fetch(file["url_private_download"], ws.bot_token)
    assert [part["mimetype"] for part in file["attachments"]] == ["message/delivery-status", "message/rfc822"]
    assert b"Status: 5.1.1" in await fetch(file["attachments"][0]["url"], ws.bot_token)


async def test_what_is_no_mail_is_refused(ws):
    with pytest.raises(ValueError, match="no mail"):
        await ws.mail(b"\r\nno header at all")


async def test_a_long_paste_comes_as_a_snippet(ws, heard):
    text = "550 5.1.1 User unknown\n" * 300
    await ws.paste(text)
    (file,) = (await event(ws, heard))["files"]
    assert (file["mode"], file["mimetype"], file["lines"], file["lines_more"]) == ("snippet", "text/plain", 300, 295)
    assert (await fetch(file["url_private_download"], ws.bot_token)).decode() == text


async def test_a_forwarded_message_comes_as_an_attachment_with_its_files_and_no_text(ws, heard):
    dropped = await ws.drop_file("atmesta.eml", BOUNCE, channel="general", text="550 5.1.1 User unknown")
    await ws.forward(dropped)
    message = await event(ws, heard)
    (shared,) = message["attachments"]
    assert message["text"] == ""
    assert (shared["text"], shared["is_share"], shared["channel_id"]) == (dropped.text, True, furnish.GENERAL)
    assert shared["message_blocks"][0]["message"]["blocks"][0]["type"] == "rich_text"
    assert shared["files"][0]["name"] == "atmesta.eml"


async def test_another_apps_words_may_be_in_blocks_alone(ws, heard):
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "550 5.1.1 User unknown"}}
    await ws.say_as_app(blocks=[section])
    message = await event(ws, heard)
    assert (message["text"], message["blocks"][0]["text"]) == ("", section["text"])
    assert message["bot_profile"]["app_id"] != ws.state.app_id


async def test_what_people_type_comes_with_its_rich_text_too(ws, heard):
    await ws.say("o <@U0COLLEAG>, imone.lt?\n> 550 5.1.1\n```\n554 <b>\n```")
    await ws.say("> 451")
    await ws.idle()
    both = [payload for payload in heard if payload["type"] == "message"]
    (block,) = both[0]["blocks"]
    kinds = [part["type"] for part in block["elements"]]
    assert kinds[0] == "rich_text_section"
    assert kinds[-1] == "rich_text_preformatted"
    inner = block["elements"][0]["elements"]
    assert [part["type"] for part in inner] == ["text", "user", "text", "link", "text"]
    assert block["elements"][-1]["elements"][0]["text"] == "554 <b>"
    assert both[1]["blocks"][0]["elements"] == [
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "451"}]}
    ]


async def test_a_file_in_a_slack_connect_channel_is_a_stub_until_it_is_asked_for(ws, heard, client):
    """https://docs.slack.dev/reference/events/message/file_share, "Slack Connect files"."""
    ws.state.add_user(GUEST)
    channel = ws.state.channels[furnish.SUPPORT]
    ws.state.set_channel(replace(channel, members=channel.members | {GUEST.id}))
    await ws.drop_file("atmesta.eml", BOUNCE, user=GUEST.id)
    (stub,) = (await event(ws, heard))["files"]
    assert stub.keys() == {"id", "mode", "file_access", "created", "timestamp", "user"}
    assert (stub["mode"], stub["file_access"]) == ("file_access", "check_file_info")
    file = (await client.files_info(file=stub["id"]))["file"]
    assert (file["name"], file["mode"], file["file_access"]) == ("atmesta.eml", "hosted", "visible")


async def test_a_group_direct_message_is_a_place_of_its_own(ws, heard, client):
    """https://docs.slack.dev/reference/events/message.mpim"""
    people = [furnish.YOU.id, furnish.COLLEAGUE.id]
    opened = (await client.conversations_open(users=people))["channel"]["id"]
    assert ws.state.channels[opened].kind is ConversationKind.GROUP_DIRECT
    assert (await client.conversations_open(users=people[::-1]))["channel"]["id"] == opened
    await ws.say(f"<@{furnish.BOT.id}> 451", channel=opened)
    message = await event(ws, heard)
    assert (message["channel_type"], message["channel"]) == ("mpim", opened)
    assert (await event(ws, heard, "app_mention"))["channel"] == opened
    shown = (await client.conversations_info(channel=opened))["channel"]
    assert (shown["is_mpim"], shown["is_im"]) == (True, False)


async def test_an_edit_that_mentions_the_app_is_told_of_as_a_mention_that_was_edited(ws, heard):
    """https://github.com/slackapi/bolt-js/issues/960: each edit again."""
    message = await ws.say("451")
    await ws.idle()
    assert not [payload for payload in heard if payload["type"] == "app_mention"]
    await ws.edit(message, f"<@{furnish.BOT.id}> 451")
    mention = await event(ws, heard, "app_mention")
    assert (mention["ts"], mention["edited"]["user"]) == (message.ts, furnish.YOU.id)
    changed = await event(ws, heard)
    assert changed["subtype"] == "message_changed"
    assert f"<@{furnish.BOT.id}>" in changed["message"]["text"]
    assert changed["previous_message"]["text"] == "451"


async def test_a_click_on_an_ephemeral_message_does_not_carry_it(ws, client):
    """https://github.com/slackapi/java-slack-sdk/issues/1200"""
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [button]}]
    await client.chat_postEphemeral(channel=furnish.SUPPORT, user=furnish.YOU.id, text="x", blocks=blocks)
    await client.chat_postMessage(channel=furnish.SUPPORT, text="x", blocks=blocks)
    app = bolt(ws)

    @app.action("go")
    async def go(ack):
        await ack()

    async with served(app) as url:
        await ws.deliver_over_http(url)
        private, public = [await ws.click(message, "go") for message in ws.state.messages(furnish.SUPPORT)]
    assert "message" not in private.payload
    assert private.payload["container"]["is_ephemeral"]
    assert public.payload["message"]["text"] == "x"

"""Files: dropped by people and read by the bot, or uploaded by the bot."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace import furnish
from tests.workspace.conftest import bolt

PNG = b"\x89PNG\r\n\x1a\n"
MAIL = "Subject: Nepristatyta\r\n\r\n550 5.1.1 User unknown\r\n".encode("windows-1257")


async def fetch(url: str, token: str) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.content_type, await response.read()


async def test_a_dropped_file_is_told_of_and_can_be_read_with_the_bots_token(ws, connect):
    app = bolt(ws)

    @app.event("file_shared")
    async def shared(event, client, say):
        file = (await client.files_info(file=event["file_id"]))["file"]
        _, content = await fetch(file["url_private_download"], ws.bot_token)
        await client.chat_postMessage(channel=event["channel_id"], text=f"{file['name']} {content == MAIL}")

    @app.event("message")
    async def ignored():
        pass

    await connect(app)
    dropped = await ws.drop_file("atmesta.eml", MAIL, mimetype="message/rfc822")
    answer = await ws.until(lambda state: [m for m in state.messages() if m.bot_id])
    assert answer[0].text == "atmesta.eml True"
    assert dropped.files[0].mimetype == "message/rfc822"


async def test_a_wrong_token_downloads_the_sign_in_page(ws):
    file = (await ws.drop_file("a.eml", MAIL)).files[0]
    url = f"{ws.state.origin}/files-pri/{ws.state.team.id}-{file.id}/download/{file.name}"
    kind, content = await fetch(url, "xoxb-other")
    assert kind == "text/html"
    assert MAIL not in content


async def test_a_file_is_not_seen_where_the_bot_is_no_member(ws, client):
    file = (await ws.drop_file("a.eml", MAIL, channel="general")).files[0]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=file.id)


async def test_the_sdk_uploads_a_file_into_a_thread(ws, client):
    posted = await ws.say("report?")
    await client.files_upload_v2(
        channel=furnish.SUPPORT, thread_ts=posted.ts, filename="ataskaita.csv", content="a;b", initial_comment="here"
    )
    message = ws.state.thread(furnish.SUPPORT, posted.ts)[1]
    assert message.text == "here"
    assert [(file.name, file.content) for file in message.files] == [("ataskaita.csv", b"a;b")]


async def test_an_upload_is_completed_once_and_with_all_its_bytes(ws, client):
    start = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    async with aiohttp.ClientSession() as session:
        assert (await session.post(start["upload_url"], data=b"ab")).status == 400
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=[{"id": start["file_id"]}])
        assert (await session.post(start["upload_url"], data=b"abc")).status == 200
    await client.files_completeUploadExternal(files=[{"id": start["file_id"], "title": "A"}])
    assert ws.state.file(start["file_id"]).content == b"abc"
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": start["file_id"]}])


async def test_a_picture_keeps_its_alternative_text(ws, client):
    message = await ws.say("istorija?")
    await client.files_upload_v2(
        channel=furnish.SUPPORT,
        thread_ts=message.ts,
        filename="a.png",
        content=PNG,
        title="Istorija",
        alt_txt="Trys juostos",
    )
    file = ws.state.thread(furnish.SUPPORT, message.ts)[1].files[0]
    assert (file.title, file.mimetype, file.alt_text) == ("Istorija", "image/png", "Trys juostos")
    assert (await client.files_info(file=file.id))["file"]["alt_txt"] == "Trys juostos"


async def test_an_upload_is_refused_in_slacks_words(ws, client):
    with pytest.raises(SlackApiError, match="alt_txt_too_large"):
        await client.files_getUploadURLExternal(filename="a.png", length=3, alt_txt="x" * 1001)
    for channel, refusal in (("C0NOWHERE", "invalid_channel"), (furnish.GENERAL, "posting_to_channel_denied")):
        with pytest.raises(SlackApiError, match=refusal):
            await client.files_upload_v2(channel=channel, filename="a.png", content=PNG)

"""A domain's history as a table and a picture, and a page of its report for an outsider, over the wire."""

import socket
from pathlib import Path

import aiohttp
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.case import Thread
from bot.slack.delivery.charts import illustrate
from bot.slack.delivery.posting import ChannelPace
from bot.workspace.dns import Zones, sample_zones
from bot.workspace.faults import Dropped, RefusedCall
from bot.workspace.values import File, Message
from tests.replies.histories import WATCHED
from tests.scenarios.conftest import playing
from tests.scenarios.stage import SUPPORT, Stage, words
from tests.scenarios.test_check_again import DOMAIN, GOOD

OUTSIDE = "https://botas.imone.lt"
PUBLIC = {"public_url": OUTSIDE, "link_keys": SecretStr("k" * 32)}


async def checked_twice(stage: Stage) -> None:
    """Checks a domain twice: first it is wrong, then it is mended."""
    await stage.ws.command("/mailcheck", DOMAIN)
    root = await stage.answer(1, has="Patikrinta")
    stage.dns.zones = Zones(GOOD)
    await stage.ask("patikrink iš naujo", root, has="Kas pasikeitė")


async def picture_in(stage: Stage, thread: str) -> File:
    def look(_: object) -> File | None:
        files = [file for message in stage.ws.state.thread(SUPPORT, thread) for file in message.files]
        return files[0] if files else None

    answer = await stage.ws.until(look, timeout=60)
    assert answer is not None
    return answer


async def test_a_history_comes_as_a_table_with_its_picture_in_the_thread(one_stage: Stage) -> None:
    await checked_twice(one_stage)
    await one_stage.ws.command("/mailcheck", f"history {DOMAIN}")
    answer = await one_stage.answer(2, has="Patikrų istorija")
    assert any(block["type"] == "table" for block in answer.blocks)
    assert "SPF" in words(answer)
    picture = await picture_in(one_stage, answer.ts)
    assert picture.mimetype == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert f"Domeno {DOMAIN} patikrų istorija" in picture.alt_text
    assert "SPF" in picture.alt_text


async def test_a_picture_that_cannot_be_uploaded_costs_nobody_the_answer(one_stage: Stage) -> None:
    await checked_twice(one_stage)
    one_stage.ws.faults.add("files.getUploadURLExternal", RefusedCall("file_uploads_disabled"))
    await one_stage.ws.command("/mailcheck", f"history {DOMAIN}")
    answer = await one_stage.answer(2, has="Patikrų istorija")
    reply = await one_stage.ask("o kas dėl SPF?", answer, has="SPF")
    assert "Mūsų pusėje įvyko klaida" not in words(answer) + words(reply)
    assert [file for message in one_stage.ws.state.thread(SUPPORT, answer.ts) for file in message.files] == []


async def test_a_picture_is_uploaded_once_though_nobody_heard_that_it_was(one_stage: Stage) -> None:
    ws = one_stage.ws
    root = await ws.say("istorija")
    client = AsyncWebClient(ws.bot_token, base_url=ws.url)
    where = Thread(ws.state.team.id, SUPPORT, root.ts)
    ws.faults.add("files.completeUploadExternal", Dropped(after=True))
    await illustrate(client, ChannelPace(), WATCHED, "lt", where, "Ev1:0", again=False)
    await illustrate(client, ChannelPace(), WATCHED, "lt", where, "Ev1:0", again=True)
    files = [file for message in ws.state.thread(SUPPORT, root.ts) for file in message.files]
    assert len(files) == 1
    await illustrate(client, ChannelPace(), WATCHED, "lt", where, "Ev2:0", again=True)
    assert len(ws.state.thread(SUPPORT, root.ts)) == 3


async def test_a_domain_never_checked_has_no_history(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", f"history {DOMAIN}")
    answer = await one_stage.answer(1, has="netikrintas")
    assert "/mailcheck" in words(answer)


async def visited(stage: Stage, message: Message, ending: str = "") -> tuple[int, str]:
    """What is served where the message's link leads."""
    link = next(word for word in words(message).split("```") if word.startswith(OUTSIDE))
    address = stage.address.removesuffix("/slack/events") + link.removeprefix(OUTSIDE) + ending
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def test_a_report_is_a_page_for_whoever_has_its_link(tmp_path: Path) -> None:
    async with playing("http", tmp_path, sample_zones()) as stage:
        await stage.stop_bot()
        await stage.start_bot(**PUBLIC)
        await stage.ws.command("/mailcheck", f"report {DOMAIN}")
        answer = await stage.answer(1, has="Ataskaita klientui")
        status, page = await visited(stage, answer)
        assert status == 200
        assert f"<bdi>{DOMAIN}</bdi>" in page
        assert '<html lang="lt">' in page
        assert (await visited(stage, answer, ending="x"))[0] == 404
        english = await stage.ask("ataskaita angliškai", answer, has="Ataskaita klientui")
        assert '<html lang="en">' in (await visited(stage, english))[1]


async def test_in_socket_mode_the_pages_have_a_port_or_leave_it_to_another_process(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        async with playing("socket", tmp_path, sample_zones()) as stage:
            await stage.stop_bot()
            await stage.start_bot(**PUBLIC, port=port)
            await stage.ws.command("/mailcheck", f"report {DOMAIN}")
            answer = await stage.answer(1, has="Ataskaita klientui")
            await stage.stop_bot()
            held.close()
            await stage.start_bot()
            stage.address = f"http://127.0.0.1:{port}"
            assert (await visited(stage, answer))[0] == 200


async def test_without_a_public_address_the_bot_says_what_it_lacks(one_stage: Stage) -> None:
    await one_stage.ws.command("/mailcheck", f"report {DOMAIN}")
    answer = await one_stage.answer(1, has="viešo adreso")
    assert "PUBLIC_URL" in words(answer)

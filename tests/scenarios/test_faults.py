"""Slack is slow, breaks connections, refuses: each request is acknowledged in time and answered once."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from aiohttp import ClientTimeout

from bot import app
from bot.workspace.faults import RESPONSE_URL, Dropped, RateLimited, Slow
from tests import postgres
from tests.scenarios.stage import GENERAL, Stage
from tests.scenarios.teams import CHECKED

ASKED = (("/smtp", "451", "451"), ("/mailcheck", "imone.example", CHECKED), ("/smtp", "550", "550"))


async def test_where_slack_takes_five_seconds_the_acknowledgement_does_not(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", Slow(5))
    delivery = await stage.ws.command("/mailcheck", "imone.example")
    assert delivery is not None
    assert delivery.acknowledged
    assert not stage.posts()
    await stage.answer(1, has=CHECKED)
    assert len(stage.posts()) == 1


async def test_an_answer_that_broke_off_after_it_was_posted_is_found_again(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", Dropped(after=True))
    await stage.ws.command("/mailcheck", "imone.example")
    await stage.answer(1, has=CHECKED)
    await stage.stop_bot()  # it finishes what it began
    assert [call.method for call in stage.ws.calls if call.method.startswith("conv")] == ["conversations.history"]
    assert len(stage.posts()) == 1


async def test_a_button_is_clicked_before_the_bot_knows_that_its_message_stands(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", Dropped(after=True))
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has=CHECKED)
    await stage.ws.click(root, "ask:more", "explain:all")
    await stage.answer(1, thread=root.ts, has="SPF")


async def test_where_the_bot_is_no_member_a_check_is_one_whole_answer(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example", channel=GENERAL)
    answer = await stage.answer(1, channel=GENERAL, has=CHECKED)
    await stage.stop_bot()  # it finishes what it began
    assert stage.posts(GENERAL) == [answer]
    assert sum(call.method == RESPONSE_URL for call in stage.ws.calls) == 1


async def test_where_slack_is_slow_a_code_is_acknowledged_before_it_is_answered(stage: Stage) -> None:
    for fault in (Slow(2), RateLimited(1)):
        stage.ws.faults.add("chat.postMessage", fault)
        before = len(stage.posts())
        delivery = await stage.ws.command("/smtp", "451")
        assert delivery is not None
        assert delivery.acknowledged
        assert len(stage.posts()) == before
        await stage.answer(before + 1, has="451")


async def test_requests_come_through_soon_after_the_connection_broke(stage: Stage) -> None:
    if stage.way != "socket":
        return
    stage.ws.socket.drop()
    delivery = await stage.ws.command("/smtp", "451")  # Slack waits three seconds, for a connection too
    assert delivery is not None
    assert delivery.acknowledged
    await stage.answer(1, has="451")


async def test_slack_that_never_answers_is_asked_again(one_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It took the post and kept silent: the answer is owed until it stands."""
    monkeypatch.setattr(app, "_PATIENCE", ClientTimeout(total=30, sock_read=1))
    await one_stage.stop_bot()
    await one_stage.start_bot()
    one_stage.ws.faults.add("chat.postMessage", Slow(60))
    delivery = await one_stage.ws.command("/mailcheck", "imone.example")
    assert delivery is not None
    assert delivery.acknowledged
    await one_stage.answer(1, has=CHECKED)
    assert len(one_stage.posts()) == 1


async def test_a_postgresql_that_hangs_costs_nobody_an_answer(one_stage: Stage) -> None:
    """It is not written down, nor in the language that was chosen; but it is answered, and Slack is told in time."""
    await one_stage.stop_bot()
    async with postgres.migrated() as url:
        await one_stage.start_bot(database_url=url)
        await one_stage.ws.command("/smtp", "421")
        await one_stage.answer(1, has="421")
        with postgres.paused(url):
            for number, (command, text, has) in enumerate(ASKED, start=2):
                delivery = await one_stage.ws.command(command, text)
                assert delivery is not None
                assert delivery.acknowledged
                await one_stage.answer(number, has=has)
            ready = one_stage.address.replace("/slack/events", "/readyz")
            async with aiohttp.ClientSession() as session, session.get(ready) as page:
                assert (page.status, (await page.json())["database"]) == (503, False)
        await one_stage.ws.command("/smtp", "450")
        await one_stage.answer(len(ASKED) + 2, has="450")
        await one_stage.stop_bot()


async def test_a_post_put_off_for_an_hour_is_left_and_makes_room_for_others(one_stage: Stage, tmp_path: Path) -> None:
    for _ in range(5):  # more than may be on their way to one channel at once
        one_stage.ws.faults.add("chat.postMessage", RateLimited(3600))
        await one_stage.ws.command("/smtp", "451")
    await one_stage.ws.command("/smtp", "552")
    await one_stage.answer(1, has="552")
    with closing(sqlite3.connect(tmp_path / "cases.db")) as database:
        async with asyncio.timeout(60):  # each is written down as left only after Slack has refused it
            while len(left := database.execute("SELECT until FROM owed WHERE holder = ''").fetchall()) < 5:  # noqa: ASYNC110  # the row tells nobody
                await asyncio.sleep(0.02)
    assert len(left) == 5
    assert all(until - time.time() > 3000 for (until,) in left)

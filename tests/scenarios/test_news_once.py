"""A watch's news reach the channel once, whatever breaks on the way; and end where nobody may post any more."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bot.workspace.dns import Zones
from bot.workspace.faults import Dropped, RateLimited, RefusedCall
from bot.workspace.values import Message
from tests.scenarios.conftest import playing
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.test_check_again import DOMAIN, GOOD
from tests.scenarios.test_watching import BAD, checked, next_check, watched

NEWS = "Reikia dėmesio"
Row = tuple[object, ...]


def watch(stage: Stage) -> sqlite3.Connection:
    return sqlite3.connect(stage.settings.database_url.partition("///")[2])


def news(stage: Stage) -> list[Message]:
    return [message for message in stage.posts() if NEWS in words(message)]


async def test_a_connection_that_breaks_after_the_news_is_posted(tmp_path: Path) -> None:
    """And before that, Slack's word that the bot is gone, said by mistake: the watch goes on."""
    async with playing("http", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        stage.dns.zones = Zones(BAD)
        stage.ws.faults.add("chat.postMessage", RefusedCall("token_revoked"))
        await next_check(stage)
        await stage.ws.until(lambda _: any(call.error == "token_revoked" for call in stage.ws.calls))
        stage.ws.faults.add("chat.postMessage", Dropped(after=True))
        await next_check(stage)
        await checked(stage)
        assert len(news(stage)) == 1


async def test_a_process_that_ends_between_posting_news_and_writing_down_that_it_did(tmp_path: Path) -> None:
    async with playing("http", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        stage.dns.zones = Zones(BAD)
        with closing(watch(stage)) as database:
            await next_check(stage)
            due, seen = database.execute("SELECT due, seen FROM watches").fetchone()
        await checked(stage)
        await stage.stop_bot()
        with closing(watch(stage)) as database, database:
            database.execute("UPDATE watches SET due = ?, ready = ?, seen = ?", (due, due, seen))
        await stage.start_bot()
        await checked(stage)
        assert len(news(stage)) == 1


async def test_what_another_process_has_told_meanwhile(tmp_path: Path) -> None:
    def told_elsewhere() -> None:
        with closing(watch(stage)) as database, database:
            database.execute("UPDATE watches SET due = ?, ready = ?", (time.time() + 1000, time.time() + 1000))

    async with playing("http", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        stage.dns.zones = Zones(BAD)
        stage.ws.faults.add("chat.postMessage", RateLimited(1))
        await next_check(stage)
        await stage.ws.until(lambda _: any(call.error == "ratelimited" for call in stage.ws.calls))
        await asyncio.to_thread(told_elsewhere)
        await next_check(stage)  # once the one before has come to its end
        await checked(stage)
        assert len(news(stage)) == 1


async def test_a_channel_that_slack_does_not_let_it_post_in(tmp_path: Path) -> None:
    """It was removed while it was away: no event told it so."""
    async with playing("http", tmp_path, Zones(GOOD)) as stage:
        await watched(stage)
        stage.dns.zones = Zones(BAD)
        channel = stage.ws.state.channel(SUPPORT)
        assert channel is not None
        stage.ws.state.leave(channel, stage.ws.state.bot.id)
        await next_check(stage)
        answer = await stage.answer(1, channel=DIRECT, has="manęs nebėra")
        assert DOMAIN in words(answer)
        with closing(watch(stage)) as database:
            assert database.execute("SELECT count(*) FROM watches").fetchone() == (0,)

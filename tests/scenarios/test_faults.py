"""Slack, the network and the database misbehave, processes are stopped and killed: each request is answered once."""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import (
    DELIVERY,
    RESPONSE_URL,
    Dropped,
    Fault,
    RateLimited,
    Repeated,
    ServerError,
    Slow,
)
from bot.workspace.furnish import YOU
from bot.workspace.manifest import read
from bot.workspace.values import Channel, Kind, Message
from bot.workspace.workspace import Workspace
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import ANY_RATE, BotProcess
from tests.scenarios.stage import DIRECT, GENERAL, SUPPORT, Stage, words

CHECKED = "Ką tikrinti"
"""Stands in a complete check only."""
DOMAINS = ("imone.example", "sveika.example", "parduotuve.example", "acme.example", "kepykla.example")
WAVE = 0.3
"""Seconds between two of ten waves of requests."""
CHANNELS = tuple(f"C0TEAM{number:02}" for number in range(20))


def furnish(ws: Workspace) -> None:
    for channel in CHANNELS:
        members = frozenset({YOU.id, ws.state.bot.id})
        ws.state.set_channel(Channel(channel, channel.lower(), Kind.PUBLIC, members))


def answers(ws: Workspace) -> list[Message]:
    """The bot's messages in the teams' channels that stand in no thread."""
    return [m for c in CHANNELS for m in ws.state.messages(c) if m.user == ws.state.bot.id and not m.thread_ts]


def complete(ws: Workspace) -> list[Message]:
    return [message for message in answers(ws) if CHECKED in words(message)]


async def lock_database(stage: Stage, seconds: float) -> None:
    """As a backup does, or another program with the file open."""
    path = make_url(stage.settings.database_url).database
    assert path is not None

    def hold() -> None:
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    await asyncio.to_thread(hold)


async def test_five_hundred_requests_in_a_storm_are_each_answered_once(stage: Stage) -> None:
    await stage.stop_bot()
    stage.settings = stage.settings.model_copy(update={"user_rate": ANY_RATE, "workspace_rate": ANY_RATE})
    await stage.start_bot()
    furnish(stage.ws)
    dice = random.Random(7)
    await stage.ws.command("/mailcheck", "imone.example")
    root = await stage.answer(1, has=CHECKED)
    storm: list[Fault] = [RateLimited(1)] * 20 + [ServerError(500), ServerError(503)] * 10
    storm += [Dropped(), Dropped(after=True)] * 12 + [Slow(0.5)] * 30
    for method in ("chat.postMessage", "chat.update"):
        for fault in dice.sample(storm, len(storm)):
            stage.ws.faults.add(method, fault)
    stage.ws.faults.add(DELIVERY, Repeated(2), times=250)

    async def by_command(number: int) -> bool:
        await asyncio.sleep(number % 10 * WAVE)
        command = ("/smtp", "451") if number % 3 else ("/mailcheck", dice.choice(DOMAINS))
        delivery = await stage.ws.command(*command, channel=dice.choice(CHANNELS))
        return delivery is not None and delivery.acknowledged

    async def by_mention(number: int) -> Message:
        await asyncio.sleep(number % 10 * WAVE)
        text = "@mailbot 550" if number % 3 else f"@mailbot {dice.choice(DOMAINS)}"
        return await stage.ws.say(text, channel=dice.choice(CHANNELS))

    commands = [by_command(number) for number in range(300)]
    mentions = [by_mention(number) for number in range(120)]
    direct = [stage.ws.say("sveika.example", channel=DIRECT) for _ in range(60)]
    onwards = [stage.ws.say("o kas dėl SPF?", thread_ts=root.ts) for _ in range(20)]
    locked = asyncio.create_task(lock_database(stage, 1))
    asked = asyncio.gather(asyncio.gather(*commands), asyncio.gather(*mentions), asyncio.gather(*direct, *onwards))
    if stage.way == "socket":
        await asyncio.sleep(5 * WAVE)
        stage.ws.socket.drop()
        await stage.ws.connected(timeout=20)
        await asyncio.sleep(WAVE)
        await stage.ws.socket.disconnect()
    taken, mentioned, said = await asked
    await locked

    threads = [*mentioned, *said[:60]]

    def all_answered(_: object) -> bool:
        return (
            len(answers(stage.ws)) >= sum(taken)
            and all(stage.said(message.channel, message.ts) for message in threads)
            and len(stage.said(thread=root.ts)) >= 20
        )

    await stage.ws.until(all_answered, timeout=150)
    await stage.ws.idle()
    await asyncio.sleep(1)
    # A command that was cut off, or acknowledged too late, may be answered or not; its asker was told that it failed.
    assert len(taken) // 10 < sum(taken) <= len(answers(stage.ws)) <= len(taken)
    assert [len(stage.said(message.channel, message.ts)) for message in threads] == [1] * len(threads)
    assert len(stage.said(thread=root.ts)) == 20


async def test_where_slack_takes_five_seconds_the_acknowledgement_does_not(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", Slow(5 if stage.way == "http" else 2))
    delivery = await stage.ws.command("/mailcheck", "imone.example")
    assert delivery is not None
    assert delivery.seconds < 1
    await stage.answer(1, has=CHECKED)
    assert len(stage.said()) == 1


async def test_an_answer_that_broke_off_after_it_was_posted_is_found_again(stage: Stage) -> None:
    stage.ws.faults.add("chat.postMessage", Dropped(after=True))
    await stage.ws.command("/mailcheck", "imone.example")
    await stage.answer(1, has=CHECKED)
    assert [call.method for call in stage.ws.calls if call.method.startswith("conv")] == ["conversations.history"]
    assert len(stage.said()) == 1


async def test_where_the_bot_is_no_member_a_check_is_one_whole_answer(stage: Stage) -> None:
    await stage.ws.command("/mailcheck", "imone.example", channel=GENERAL)
    answer = await stage.answer(1, channel=GENERAL, has=CHECKED)
    await asyncio.sleep(1.5)
    assert stage.said(GENERAL) == [answer]
    assert sum(call.method == RESPONSE_URL for call in stage.ws.calls) == 1


@pytest.fixture
async def slow_dns() -> AsyncIterator[DnsServer]:
    async with DnsServer(sample_zones(), delay=0.3) as dns:
        yield dns


async def test_a_process_killed_with_a_hundred_checks_under_way(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "web") as bot:
        furnish(ws)
        await bot.ready()
        asked = [ws.command("/mailcheck", DOMAINS[n % 5], channel=CHANNELS[n % 20]) for n in range(100)]
        deliveries = await asyncio.gather(*asked)
        assert all(delivery and delivery.acknowledged for delivery in deliveries)
        await ws.until(lambda _: len(answers(ws)) >= 30)
        await bot.kill()
        assert len(complete(ws)) < 100
        await bot.start()
        await bot.ready()
        await ws.until(lambda _: len(complete(ws)) >= 100, timeout=60)
        await asyncio.sleep(1)
        assert len(answers(ws)) == len(complete(ws)) == 100


async def test_a_process_killed_before_it_knew_that_its_answer_was_posted(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "socket") as bot:
        await bot.ready()
        ws.faults.add("chat.postMessage", Dropped(after=True))
        await ws.command("/mailcheck", "imone.example")
        await ws.until(lambda state: state.messages(SUPPORT))
        await bot.kill()
        await bot.start()
        await bot.ready()
        await ws.until(lambda state: CHECKED in words(state.messages(SUPPORT)[0]), timeout=40)
        await asyncio.sleep(1)
        assert len(ws.state.messages(SUPPORT)) == 1


async def test_a_process_that_is_told_to_stop_finishes_what_it_began(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "web") as bot:
        furnish(ws)
        await bot.ready()
        await asyncio.gather(*(ws.command("/mailcheck", DOMAINS[n % 5], channel=CHANNELS[n]) for n in range(20)))
        assert len(complete(ws)) < 20
        async with asyncio.timeout(20):
            assert await bot.stop() == 0
        assert len(answers(ws)) == len(complete(ws)) == 20
        refused = await ws.command("/smtp", "451")
        assert refused is not None
        assert not refused.acknowledged

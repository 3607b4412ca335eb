"""Processes are killed and stopped in the middle of their work: what was acknowledged is answered, once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import Dropped, RateLimited, Slow
from bot.workspace.log import Delivery
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests import postgres
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import SUPPORT, words
from tests.scenarios.storm import come
from tests.scenarios.teams import CHANNELS, CHECKED, DOMAINS, HOWEVER_LONG, answered, answers, complete, furnish, ids


@pytest.fixture
async def slow_dns() -> AsyncIterator[DnsServer]:
    async with DnsServer(sample_zones(), delay=0.3) as dns:
        yield dns


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with postgres.migrated() as url:
        yield url


async def checks(ws: Workspace, count: int) -> list[Delivery | None]:
    """So many, asked for by ten people: each asks again as soon as the bot has taken the last one."""
    ws.dispatcher.patience = HOWEVER_LONG
    numbers = iter(range(count))

    async def ask() -> list[Delivery | None]:
        return [await ws.command("/mailcheck", DOMAINS[n % 5], channel=CHANNELS[n % 20]) for n in numbers]

    return [delivery for taken in await asyncio.gather(*(ask() for _ in range(10))) for delivery in taken]


async def codes_while_slack_is_slow(ws: Workspace) -> list[Delivery | None]:
    """Some reach Slack though the bot does not live to hear so, some never do."""
    for fault in [Slow(5), RateLimited(5)] * 6:
        ws.faults.add("chat.postMessage", fault)
    for channel in CHANNELS[:2]:
        await ws.say("@mailbot 550", channel=channel)
    await ws.until(lambda _: len(mentions(ws)) == 2)
    return await asyncio.gather(*(ws.command("/smtp", "451", channel=CHANNELS[n]) for n in range(10)))


def mentions(ws: Workspace) -> list[str]:
    """The ids of those that the bot acknowledged. A message's id is its place and time: an edit may bring it again."""
    taken = (each.payload["event"] for each in ws.deliveries if each.kind == "events_api" and each.acknowledged)
    return [f"{event['channel']} {event['ts']}" for event in taken if event["type"] == "app_mention"]


async def each_once(ws: Workspace, deliveries: list[Delivery | None]) -> None:
    """Each is acknowledged, and answered in the end, wholly, and not twice."""
    whole = {*ids(deliveries, acknowledged=True, command="/mailcheck")}
    every = {*ids(deliveries, acknowledged=True), *mentions(ws)}
    assert ids(deliveries, acknowledged=False) == []
    await come(ws, lambda: complete(ws) >= whole and answered(ws).keys() >= every)
    assert answered(ws) == dict.fromkeys(every, 1)
    assert complete(ws) >= whole


async def test_a_process_killed_with_a_hundred_checks_under_way(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "web") as bot:
        furnish(ws)
        await bot.ready()
        deliveries = await checks(ws, 100)
        await ws.until(lambda _: len(answers(ws)) >= 30)
        deliveries += await codes_while_slack_is_slow(ws)
        await bot.kill()
        assert len(complete(ws)) < 100
        ws.faults.clear()
        await bot.start()
        await bot.ready()
        await each_once(ws, deliveries)


async def test_of_two_processes_on_postgresql_one_is_killed_and_the_other_goes_on(
    slow_dns: DnsServer, database: str, tmp_path: Path
) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    async with Workspace(manifest=read(MANIFEST)) as ws:
        first, second = (BotProcess(ws, slow_dns, folder, "socket", database) for folder in folders)
        async with first, second:
            furnish(ws)
            await ws.connected(2, timeout=60)
            deliveries = await checks(ws, 40)
            deliveries += await codes_while_slack_is_slow(ws)
            await first.kill()
            assert len(complete(ws)) < 40
            ws.faults.clear()
            await each_once(ws, deliveries)
            await each_once(ws, deliveries + await checks(ws, 2))


async def test_a_process_killed_before_it_knew_that_its_answer_was_posted(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "socket") as bot:
        await bot.ready()
        ws.faults.add("chat.postMessage", Dropped(after=True))
        await ws.command("/mailcheck", "imone.example")
        await ws.until(lambda state: state.messages(SUPPORT))
        await bot.kill()
        await bot.start()
        await bot.ready()
        await ws.until(lambda state: CHECKED in words(state.messages(SUPPORT)[0]), timeout=60)
        async with asyncio.timeout(60):
            assert await bot.stop() == 0  # it has finished all that it began
        assert len(ws.state.messages(SUPPORT)) == 1


async def test_a_process_that_is_told_to_stop_finishes_what_it_began(slow_dns: DnsServer, tmp_path: Path) -> None:
    async with Workspace(manifest=read(MANIFEST)) as ws, BotProcess(ws, slow_dns, tmp_path, "web") as bot:
        furnish(ws)
        await bot.ready()
        await checks(ws, 20)
        assert len(complete(ws)) < 20
        async with asyncio.timeout(60):
            assert await bot.stop() == 0
        assert len(answers(ws)) == len(complete(ws)) == 20
        refused = await ws.command("/smtp", "451")
        assert refused is not None
        assert not refused.acknowledged

"""Everything misbehaves at once, on the bot as a process of its own: each request is answered once."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import DELIVERY, Dropped, Fault, RateLimited, Repeated, ServerError, Slow
from bot.workspace.log import Delivery
from bot.workspace.manifest import read
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import DIRECT, SUPPORT, words
from tests.scenarios.teams import CHANNELS, CHECKED, DOMAINS, answered, asked, furnish

WAVE = 0.3
"""Seconds between two of ten waves of requests."""
PATIENCE, LOOK = 60, 0.2


async def lock_database(path: Path, seconds: float) -> None:
    """As a backup does, or another program with the file open."""

    def hold() -> None:
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    await asyncio.to_thread(hold)


def misbehave(ws: Workspace, dice: random.Random) -> None:
    storm: list[Fault] = [RateLimited(1)] * 20 + [ServerError(500), ServerError(503)] * 10
    storm += [Dropped(), Dropped(after=True)] * 12 + [Slow(0.5)] * 30
    for method in ("chat.postMessage", "chat.update"):
        for fault in dice.sample(storm, len(storm)):
            ws.faults.add(method, fault)
    ws.faults.add(DELIVERY, Repeated(2), times=250)


def in_threads(ws: Workspace) -> Counter[str]:
    """How many messages of the bot's stand in each thread."""
    bot = ws.state.bot.id
    return Counter(each.thread_ts for each in ws.state.messages() if each.user == bot and each.thread_ts)


@pytest.mark.parametrize("way", ["web", "socket"])
async def test_five_hundred_requests_in_a_storm_are_each_answered_once(way: str, tmp_path: Path) -> None:
    dice = random.Random(7)

    async def by_command(number: int) -> Delivery | None:
        await asyncio.sleep(number % 10 * WAVE)
        command = ("/smtp", "451") if number % 3 else ("/mailcheck", dice.choice(DOMAINS))
        return await ws.command(*command, channel=dice.choice(CHANNELS))

    async def by_mention(number: int) -> Message:
        await asyncio.sleep(number % 10 * WAVE)
        text = "@mailbot 550" if number % 3 else f"@mailbot {dice.choice(DOMAINS)}"
        return await ws.say(text, channel=dice.choice(CHANNELS))

    async def cut_connections() -> None:
        await asyncio.sleep(5 * WAVE)
        ws.socket.drop()
        await ws.connected(timeout=20)
        await asyncio.sleep(WAVE)
        await ws.socket.disconnect()

    async with (
        Workspace(manifest=read(MANIFEST), retries=(0.05, 0.1)) as ws,
        DnsServer(sample_zones()) as dns,
        BotProcess(ws, dns, tmp_path, way) as bot,
    ):
        furnish(ws)
        await bot.ready()
        await ws.command("/mailcheck", "imone.example")
        await ws.until(lambda state: any(CHECKED in words(one) for one in state.messages(SUPPORT)))
        (root,) = ws.state.messages(SUPPORT)
        misbehave(ws, dice)
        given = [ws.say("sveika.example", channel=DIRECT) for _ in range(60)]
        given += [ws.say("o kas dėl SPF?", thread_ts=root.ts) for _ in range(20)]
        commands, mentioned, said, *_ = await asyncio.gather(
            asyncio.gather(*(by_command(number) for number in range(300))),
            asyncio.gather(*(by_mention(number) for number in range(120))),
            asyncio.gather(*given),
            lock_database(tmp_path / "bot.db", 1),
            *([cut_connections()] if way == "socket" else []),
        )
        taken, lost = asked(commands, acknowledged=True), asked(commands, acknowledged=False)
        threads = {message.ts: 1 for message in (*mentioned, *said[:60])} | {root.ts: 20}

        for _ in range(int(PATIENCE / LOOK)):  # at every change would take more time than the storm
            if in_threads(ws) == threads and answered(ws).keys() >= {*taken}:
                break
            await asyncio.sleep(LOOK)
        await ws.idle()
        await asyncio.sleep(1)
        assert in_threads(ws) == threads
        got = answered(ws)
        assert {key: got[key] for key in taken} == dict.fromkeys(taken, 1)
        # Of a command that was cut off, or acknowledged too late, the asker was told that it failed.
        assert all(got[key] <= 1 for key in lost)
        assert len(taken) > len(commands) // 4

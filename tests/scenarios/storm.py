"""Five hundred requests while everything misbehaves at once, on the bot as a process of its own."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import DELIVERY, Dropped, Fault, RateLimited, Repeated, ServerError, Slow
from bot.workspace.log import Delivery
from bot.workspace.manifest import read
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import DIRECT, SUPPORT, words
from tests.scenarios.teams import CHANNELS, CHECKED, DOMAINS, furnish

WAVE = 0.3
"""Seconds between two of ten waves of requests."""
MINUTE = 60.0
STUCK, LULL, LOOK = 60.0, 1.0, 0.2
"""Seconds without any call or delivery: the bot has stopped; it has done what it could. And between two looks."""


@dataclass(frozen=True, slots=True)
class Asked:
    commands: list[Delivery | None]
    threads: Mapping[str, int]
    """How many messages of the bot's are to stand in each thread in the end."""


@asynccontextmanager
async def at_work(way: str, folder: Path) -> AsyncIterator[Workspace]:
    """The workspace that the bot is at work in."""
    async with (
        Workspace(manifest=read(MANIFEST)) as ws,
        DnsServer(sample_zones()) as dns,
        BotProcess(ws, dns, folder, way) as bot,
    ):
        furnish(ws)
        await bot.ready()
        yield ws


async def storm(ws: Workspace, way: str, folder: Path) -> Asked:
    """Waits until all has been asked, and delivered or given up. It is begun with one complete answer in #support."""
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
        await ws.connected(timeout=STUCK)
        await asyncio.sleep(WAVE)
        await ws.socket.disconnect()

    await ws.command("/mailcheck", "imone.example")
    await ws.until(lambda state: any(CHECKED in words(message) for message in state.messages(SUPPORT)), timeout=STUCK)
    (root,) = ws.state.messages(SUPPORT)
    _misbehave(ws, dice)
    posted = [ws.say("sveika.example", channel=DIRECT) for _ in range(60)]
    posted += [ws.say("o kas dėl SPF?", thread_ts=root.ts) for _ in range(20)]
    commands, mentioned, written, *_ = await asyncio.gather(
        asyncio.gather(*(by_command(number) for number in range(300))),
        asyncio.gather(*(by_mention(number) for number in range(120))),
        asyncio.gather(*posted),
        _lock_database(folder / "bot.db", 1),
        *([cut_connections()] if way == "socket" else []),
    )
    for later in (MINUTE, 5 * MINUTE):  # what was not acknowledged comes again, to a bot that had a minute's rest
        await ws.idle()
        with suppress(TimeoutError):
            await _progress(ws, lambda: False, LULL)
        ws.clock.turn(later)
    await ws.idle()
    return Asked(commands, {message.ts: 1 for message in (*mentioned, *written[:60])} | {root.ts: 20})


async def come(ws: Workspace, done: Callable[[], bool]) -> None:
    """Waits until it is done and nothing follows, or nothing has come for long: a slow bot may take its time."""
    with suppress(TimeoutError):
        await _progress(ws, done, STUCK)
        await _progress(ws, lambda: False, LULL)


async def _progress(ws: Workspace, done: Callable[[], bool], patience: float) -> None:
    """Waits until it is done. Raises TimeoutError where no call and no delivery has come for so many seconds."""
    while not done():  # to look at every change would take more time than the storm
        so_far = len(ws.calls), len(ws.deliveries)
        await ws.until(lambda _, so_far=so_far: (len(ws.calls), len(ws.deliveries)) != so_far, patience)
        await asyncio.sleep(LOOK)


def in_threads(ws: Workspace) -> Counter[str]:
    """How many messages of the bot's stand in each thread."""
    bot = ws.state.bot.id
    return Counter(each.thread_ts for each in ws.state.messages() if each.user == bot and each.thread_ts)


async def _lock_database(path: Path, seconds: float) -> None:
    """Locks the database file, as a backup or another program does."""

    def hold() -> None:
        connection = sqlite3.connect(path, timeout=STUCK, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    await asyncio.to_thread(hold)


def _misbehave(ws: Workspace, dice: random.Random) -> None:
    faults: list[Fault] = [RateLimited(1)] * 20 + [ServerError(500), ServerError(503)] * 10
    faults += [Dropped(), Dropped(after=True)] * 12 + [Slow(0.5)] * 30
    for method in ("chat.postMessage", "chat.update"):
        for fault in dice.sample(faults, len(faults)):
            ws.faults.add(method, fault)
    ws.faults.add(DELIVERY, Repeated(2), times=250)

"""How what the bot takes grows: with follow-ups in one thread, with watches that are not due, with watches due at once.

    python -m tests.benchmarks.growth threads [--counts 10 100 1000]
    python -m tests.benchmarks.growth idle [--counts 0 100 1000 10000]
    python -m tests.benchmarks.growth due [--counts 100 1000 10000] [--done 500]

The bot is a process of its own on SQLite, as `python -m bot run web` starts it; this one is Slack. Shown is the bot's
processor time, which does not depend on what else the machine does. `--done`: so many checks are waited for at most.
"""

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.storage.store import Store
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.workspace import Workspace
from tests.benchmarks.slow_dns import served
from tests.scale.scene import DELAY, PATIENCE, begin, channels, healthy_report, some_watches, zone_records
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import SUPPORT, words

TICKS = os.sysconf("SC_CLK_TCK")
FOLLOW_UPS = ("what about SPF?", "and DKIM?", "who is the mail provider?", "show the MX records", "how do I fix it?")
MEASURED = 25
"""Follow-ups whose mean is shown."""
DONE = "Checked"
IDLE = 20.0
"""Seconds that an idle bot is watched."""
LOOK = 0.2


def processor(bot: BotProcess) -> float:
    """Seconds that the process has taken so far."""
    fields = Path(f"/proc/{bot.id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def threads(counts: Sequence[int]) -> None:
    print("| follow-ups so far | processor of one, ms |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Workspace() as ws,
            DnsServer(sample_zones()) as dns,
            BotProcess(ws, dns, Path(folder), "web", afresh=True) as bot,
        ):
            await bot.ready()
            await ws.command("/mailcheck", "imone.example en")
            await ws.until(lambda state: any(DONE in words(message) for message in state.messages(SUPPORT)), timeout=60)
            (root,) = ws.state.messages(SUPPORT)
            follow_ups = 0

            async def ask() -> None:
                nonlocal follow_ups
                messages = len(ws.state.messages(SUPPORT))
                await ws.say(FOLLOW_UPS[follow_ups % len(FOLLOW_UPS)], thread_ts=root.ts)
                await ws.until(lambda state: len(state.messages(SUPPORT)) >= messages + 2, timeout=60)
                await ws.idle()
                follow_ups += 1

            for _ in range(2 * len(FOLLOW_UPS)):  # the words of each are made when it is first asked
                await ask()
            for count in counts:
                while follow_ups < count:
                    await ask()
                before = processor(bot)
                for _ in range(MEASURED):
                    await ask()
                print(f"| {follow_ups - MEASURED} | {(processor(bot) - before) / MEASURED * 1000:.1f} |", flush=True)


@asynccontextmanager
async def watching(count: int, due_in: float, apart: float, folder: Path) -> AsyncIterator[BotProcess]:
    """A bot with so many watches, the first due in so many seconds, the others `apart` seconds after one another."""
    watched = some_watches(count, time.time())
    records = tuple(zone_records([watch.domain for watch in watched], frozenset()))
    async with Workspace() as ws:
        channels(ws)
        with served(records, DELAY) as dns:
            address = f"127.0.0.1:{dns.port}"
            database = f"sqlite:///{folder / 'bot.db'}"
            store = Store(database, case_days=30)
            await store.open()
            await begin(store, watched, await healthy_report(address), time.time() + due_in, apart)
            await store.close()
            async with BotProcess(ws, address, folder, "web", database, patience=PATIENCE, afresh=True) as bot:
                await bot.ready()
                yield bot


async def idle(counts: Sequence[int]) -> None:
    print(f"| watches, none due | memory, MB | processor in {IDLE:.0f} s, ms |\n| --- | --- | --- |")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            async with watching(count, 86_400, 1, Path(folder)) as bot:
                await asyncio.sleep(2)  # what a start begins has come to its end
                before = processor(bot)
                await asyncio.sleep(IDLE)
                print(f"| {count} | {bot.memory():.0f} | {(processor(bot) - before) * 1000:.0f} |", flush=True)


async def due(counts: Sequence[int], done: int) -> None:
    print("| watches due at once | checked | processor of one, ms | memory at most, MB |\n| --- | --- | --- | --- |")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            async with watching(count, 0, 0, Path(folder)) as bot:
                before, already = processor(bot), checked(Path(folder))
                so_far = already
                while so_far < min(count, done):
                    await asyncio.sleep(LOOK)
                    so_far = checked(Path(folder))
                spent = (processor(bot) - before) / (so_far - already)
                print(f"| {count} | {so_far} | {spent * 1000:.1f} | {bot.peak_memory():.0f} |", flush=True)


def checked(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "bot.db", timeout=10)) as database:
        return int(database.execute("SELECT coalesce(sum(times), 0) FROM history").fetchone()[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["threads", "idle", "due"])
    parser.add_argument("--counts", type=int, nargs="+")
    parser.add_argument("--done", type=int, default=500)
    options = parser.parse_args()
    match options.what:
        case "threads":
            asyncio.run(threads(options.counts or (10, 100, 1000)))
        case "idle":
            asyncio.run(idle(options.counts or (0, 100, 1000, 10_000)))
        case "due":
            asyncio.run(due(options.counts or (100, 1000, 10_000), options.done))

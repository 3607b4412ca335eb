"""A hundred thousand watched domains on one PostgreSQL: an hour of their day, run faster, over three processes.

    python tests/benchmarks/scale.py [--watches 100000] [--speed 24] [--seconds 150]

Every watch is due once a day, evenly spread; the day passes `speed` times faster. A `web` and two `worker` processes;
this one is Slack and the DNS. Told are how late checks come, what they cost, and how the queue's tables grow. Needs
PostgreSQL's programs.
"""

import argparse
import asyncio
import os
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.migrate import upgrade
from bot.storage.store import Store
from bot.workspace.furnish import TEAM, YOU
from bot.workspace.values import Channel, ConversationKind
from bot.workspace.workspace import Workspace
from tests import postgres
from tests.benchmarks.batch import processor
from tests.benchmarks.slow_dns import served
from tests.scale import scene
from tests.scenarios.process import BotProcess

DAY = 86_400
LOOK_EVERY = 15.0
AT_ONCE = 2_000
"""Watches of one INSERT."""
FILLING = 75.0
"""Seconds within which the watches are in the database."""
TABLES = ("procrastinate_jobs", "procrastinate_events", "watches", "history")
_FILL = text(
    'INSERT INTO watches (team, channel, domain, every, "user", language, since, due, ready, failures, worst, checked,'
    " seen) SELECT :team, 'C0TEAM0' || n % 10, domain, 'daily', :user, 'en', :since, due, due, 0, 'notice',"
    " :first - 86400, replace(:seen, :model, domain) FROM (SELECT n, 'klientas' || n || '.example' AS domain,"
    " CAST(:first AS float) + n * CAST(:step AS float) AS due"
    " FROM generate_series(CAST(:start AS int), CAST(:end AS int)) AS n) AS numbered"
)
_SIZES = text(
    "SELECT relname, n_live_tup, n_dead_tup, autovacuum_count, pg_total_relation_size(relid)"
    " FROM pg_stat_user_tables WHERE relname = ANY(:names)"
)
_WRITES = text(
    "SELECT xact_commit, tup_inserted + tup_updated + tup_deleted FROM pg_stat_database"
    " WHERE datname = current_database()"
)
_CHECKED = text("SELECT coalesce(sum(times), 0) FROM history")
_LATEST = text("SELECT coalesce(:now - min(due), 0) FROM watches WHERE due < :now")


@dataclass(frozen=True, slots=True)
class Sample:
    """How things stand at one moment."""

    checked: int
    late: float
    """Seconds since the time of the watch that waits longest."""
    commits: int
    rows: int
    """Rows written since the database was made."""
    tables: dict[str, tuple[int, int, int, int]]
    """Live rows, dead rows, vacuums, bytes."""


async def look(engine: AsyncEngine) -> Sample:
    async with engine.connect() as connection:
        checked = (await connection.execute(_CHECKED)).scalar_one()
        late = (await connection.execute(_LATEST, {"now": time.time()})).scalar_one()
        commits, rows = (await connection.execute(_WRITES)).one()
        sizes = (await connection.execute(_SIZES, {"names": list(TABLES)})).all()
    return Sample(int(checked), max(0.0, late), commits, rows, {name: tuple(rest) for name, *rest in sizes})


async def fill(engine: AsyncEngine, count: int, step: float, seen: str) -> float:
    """Puts the watches into the database as they are after a day; gives the time that the first of them is due."""
    first = time.time() + FILLING
    values = {"team": TEAM.id, "user": YOU.id, "since": first - 30 * DAY, "first": first, "step": step}
    for start in range(1, count + 1, AT_ONCE):
        some = {"start": start, "end": min(start + AT_ONCE - 1, count)}
        async with engine.begin() as connection:
            await connection.execute(_FILL, {**values, **some, "seen": seen, "model": scene.MODEL})
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE watches"))
    assert time.time() < first, "the watches were not in the database in time"
    await asyncio.sleep(first - time.time())
    return first


def told(since: float, sample: Sample) -> str:
    cells = [f"{sample.tables[name][1]} / {sample.tables[name][3] / 1e6:.1f} MB" for name in TABLES]
    return f"| {since:.0f} s | {sample.checked} | {sample.late:.1f} s | " + " | ".join(cells) + " |"


def servers() -> float:
    """Processor seconds of PostgreSQL's processes, those of ended ones not counted."""
    spent = 0.0
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # one that has just ended
            if b"postgres" in (entry / "cmdline").read_bytes()[:200]:
                spent += processor(int(entry.name))
    return spent


async def measure(count: int, speed: float, seconds: float, database: str, folder: Path) -> None:
    step = DAY / speed / count
    domains = [f"klientas{number}.example" for number in range(1, int((seconds + 60) / step) + 1)]
    async with AsyncExitStack() as opened:
        store = Store(database, case_days=30)
        opened.push_async_callback(store.close)
        await upgrade(store.engine)
        ws = await opened.enter_async_context(Workspace())
        dns = f"127.0.0.1:{opened.enter_context(served(scene.zone_records(domains, ()), scene.DELAY)).port}"
        for channel in scene.CHANNELS:
            ws.state.set_channel(
                Channel(channel, channel.lower(), ConversationKind.PUBLIC, frozenset({YOU.id, ws.state.bot.id}))
            )
        seen = await scene.healthy_report(dns)
        processes = []
        for number, way in enumerate(scene.WAYS):
            (own := folder / str(number)).mkdir()
            process = BotProcess(ws, dns, own, way, database, patience=scene.PATIENCE, afresh=True)
            processes.append(await opened.enter_async_context(process))
        for process in processes:
            await process.ready()
        first = await fill(store.engine, count, step, seen)
        print(f"{count} watches, {1 / step:.1f} due a second, load {os.getloadavg()[0]:.1f}\n")
        print("| after | checked | latest | " + " | ".join(f"{name}: dead, size" for name in TABLES) + " |")
        print("| --- | --- | --- | " + "--- | " * len(TABLES), flush=True)
        begin = time.time()
        before, spent = await look(store.engine), sum(processor(process.id) for process in processes)
        stored = servers()
        print(told(0, before), flush=True)
        while time.time() < begin + seconds:
            await asyncio.sleep(min(LOOK_EVERY, max(0.1, begin + seconds - time.time())))
            sample = await look(store.engine)
            print(told(time.time() - begin, sample), flush=True)
        spent = sum(processor(process.id) for process in processes) - spent
        stored = servers() - stored
        done = sample.checked - before.checked
        commits, rows = sample.commits - before.commits, sample.rows - before.rows
        vacuums = ", ".join(f"{name} {sample.tables[name][2]}" for name in TABLES)
        print(f"\n{done} checks, {done / (time.time() - begin):.1f} a second, load {os.getloadavg()[0]:.1f}")
        print(f"processor each: {spent / done * 1000:.0f} ms of the bot's, {stored / done * 1000:.1f} of PostgreSQL's")
        print(f"{commits / done:.1f} commits and {rows / done:.1f} rows each; vacuums: {vacuums}")
        memory = ", ".join(f"{process.peak_memory():.0f} MB" for process in processes)
        print(f"memory at most: {memory}; due and not checked by the end: {int((time.time() - first) / step) - done}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, default=100_000)
    parser.add_argument("--speed", type=float, default=24)
    parser.add_argument("--seconds", type=float, default=150)
    options = parser.parse_args()
    programs = postgres.programs()
    assert programs is not None, "PostgreSQL is not installed"
    with postgres.cluster(programs) as cluster, tempfile.TemporaryDirectory() as place:
        url = postgres.new_database(programs, cluster)
        asyncio.run(measure(options.watches, options.speed, options.seconds, url, Path(place)))

"""Many watched domains, three processes of the bot over one PostgreSQL, and one of them killed in the middle of it."""

import asyncio
import json
import time
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.over_time.schedule import next_due
from bot.cases.values.watch import Every, Watch
from bot.domains.engine.check import check, last
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.domains.values import Options, Report
from bot.storage.migrate import upgrade
from bot.storage.schema import history, watches
from bot.storage.store import Store
from bot.workspace.furnish import TEAM, YOU
from bot.workspace.values import Channel, ConversationKind
from bot.workspace.workspace import Workspace
from tests.benchmarks.customers import Record
from tests.benchmarks.slow_dns import served
from tests.scenarios.process import BotProcess

WAYS = ("web", "worker", "worker")
CHANNELS = tuple(f"C0TEAM{number:02}" for number in range(10))
MODEL = "sveika.example"
"""The sample domain that all are like."""
_WHOLE, _CUT = "v=spf1 include:mx.ovh.com ~all", "v=spf1 ~all"
_A_SECOND = 100
"""Domains due a second: more than three processes on two cores can check."""
_QUIET = 1800
"""Seconds in which no domain is due a second time: longer than the scene lasts."""
_LOOK, _STUCK = 0.1, 60.0
DELAY, PATIENCE = 0.01, 10
"""Seconds: of each DNS answer, and for it, on a machine that has much else to do."""
_report = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    times: Mapping[str, int]
    """How often each domain was checked."""
    overdue: int
    """Watches that nobody checked."""
    news: Mapping[str, int]
    """How many messages there are about each domain."""
    seconds: float
    """From the first domain's time until the last check."""
    left: int
    """Checks that the killed process had begun and not ended."""
    moved: float
    """Seconds from its death until other processes had done these."""
    acks: Sequence[float]
    """Seconds until each command sent meanwhile was acknowledged."""
    stopped: Sequence[int]
    """The others' exit statuses, when they were told to stop in the end."""


async def play(count: int, broken: int, database: str, folder: Path) -> Seen:
    """`count` watches, each to be checked once; `broken`: domains whose SPF record lost its include since."""
    now = time.time()
    watched = some_watches(count, now)
    domains = [watch.domain for watch in watched]
    published = tuple(zone_records(domains, frozenset(domains[:broken])))
    async with AsyncExitStack() as scene:
        store = Store(database, case_days=30)
        scene.push_async_callback(store.close)
        await upgrade(store.engine)
        ws = await scene.enter_async_context(Workspace())
        dns = f"127.0.0.1:{scene.enter_context(served(published, DELAY)).port}"
        channels(ws)
        processes = []
        for number, way in enumerate(WAYS):
            (own := folder / str(number)).mkdir()
            processes.append(
                await scene.enter_async_context(BotProcess(ws, dns, own, way, database, patience=PATIENCE))
            )
        before = await healthy_report(dns)
        for process in processes:
            await process.ready()
        began = time.time() + 1
        await begin(store, watched, before, began, 1 / _A_SECOND)
        acks: list[float] = []
        acking = asyncio.create_task(_command(ws, acks))
        await _until_checked(store.engine, count // 3)
        killed = time.time()
        await processes[-1].kill()
        left = await _until_moved(store.engine)
        moved = time.time() - killed
        await _until_checked(store.engine, count)
        acking.cancel()
        stopped = await asyncio.gather(*(process.stop() for process in processes[:-1]))
        times, last = await _history(store.engine)
        return Seen(times, await _overdue(store.engine), _news(ws), last - began, left, moved, acks, stopped)


def channels(ws: Workspace) -> None:
    """The channels that domains are watched in."""
    for channel in CHANNELS:
        members = frozenset({YOU.id, ws.state.bot.id})
        ws.state.set_channel(Channel(channel, channel.lower(), ConversationKind.PUBLIC, members))


def some_watches(count: int, now: float) -> list[Watch]:
    """Of domains whose next time does not come soon after this one."""
    made: list[Watch] = []
    number = 0
    while len(made) < count:
        number += 1
        channel = CHANNELS[number % len(CHANNELS)]
        watch = Watch(TEAM.id, channel, f"klientas{number}.example", Every.DAILY, YOU.id, "en", now, 0.0)
        if next_due(watch, now, 0) > now + _QUIET:
            made.append(watch)
    return made


def zone_records(domains: Sequence[str], broken: Collection[str]) -> Iterator[Record]:
    """The records of the sample world, with a copy of the model's zone for each domain."""
    folder = Path(str(files("bot.workspace"))) / "zones"
    data: dict[str, list[Any]] = {}
    for file in folder.glob("*.toml"):
        data.update(tomllib.loads(file.read_text()))
    model = json.dumps({name: entries for name, entries in data.items() if name.endswith(MODEL)})
    for domain in domains:
        own = model.replace(MODEL, domain)
        data.update(json.loads(own.replace(_WHOLE, _CUT) if domain in broken else own))
    for owner, entries in data.items():
        for entry in entries:
            if isinstance(entry, dict):  # no word of how the sample server behaves
                yield from ((owner, kind, _presented(kind, value)) for kind, value in entry.items())


def _presented(kind: str, value: Any) -> str:
    if kind == "TXT":
        return "".join(value)
    words = [str(word) for word in value] if isinstance(value, list) else [str(value)]
    last = words[-1]
    return " ".join([*words[:-1], f"{last}."] if last[-1].isalpha() else words)


async def healthy_report(dns: str) -> str:
    """The model's report, as JSON."""
    resolver = resolver_over([nameserver(dns)], timeout=PATIENCE, direct=False)
    report = await last(MODEL, check(MODEL, resolver, Options(network=False)))
    await resolver.close()
    return _report.dump_json(report).decode()


async def begin(store: Store, watched: Sequence[Watch], before: str, first: float, apart: float) -> None:
    """Puts them into the database as they are after a day: one due at the time `first`, each other one so many seconds
    after the one before."""
    rows = []
    for number, watch in enumerate(watched):
        due = first + number * apart
        row = {name: getattr(watch, name) for name in ("team", "channel", "domain", "every", "user", "language")}
        held = {"seen": before.replace(MODEL, watch.domain), "worst": "notice", "checked": first - 86_400}
        rows.append({**row, **held, "since": watch.since, "due": due, "ready": due, "failures": 0})
    async with store.engine.begin() as connection:
        for start in range(0, len(rows), 500):
            await connection.execute(watches.insert(), rows[start : start + 500])


async def _command(ws: Workspace, acks: list[float]) -> None:
    while True:
        delivery = await ws.command("/smtp", "451")
        if delivery is not None and delivery.acknowledged:
            acks.append(delivery.seconds)
        await asyncio.sleep(0.5)


async def _until_checked(engine: AsyncEngine, count: int) -> None:
    """Waits as long as one more is checked now and then."""
    query = select(func.coalesce(func.sum(history.c.times), 0))
    checked = -1
    async with asyncio.timeout(_STUCK) as patience:
        while checked < count:
            before = checked
            async with engine.connect() as connection:
                checked = (await connection.execute(query)).scalar_one()
            if checked > before:
                patience.reschedule(asyncio.get_running_loop().time() + _STUCK)
            await asyncio.sleep(_LOOK)


async def _until_moved(engine: AsyncEngine) -> int:
    """Waits until no check that was under way just now still is; returns how many stood still for some seconds: a
    living process ends its own within that time."""
    ids = select(text("id")).select_from(text("procrastinate.procrastinate_jobs"))
    doing = ids.where(text("status = 'doing' AND task_name = 'watch' AND attempts = 0"))
    async with engine.connect() as connection:
        begun = set((await connection.execute(doing)).scalars())
    await asyncio.sleep(3)
    left: set[int] | None = None
    async with asyncio.timeout(60):
        while True:
            async with engine.connect() as connection:
                there = begun & set((await connection.execute(ids)).scalars())
            left = there if left is None else left
            if not there:
                return len(left)
            await asyncio.sleep(_LOOK)


async def _history(engine: AsyncEngine) -> tuple[Mapping[str, int], float]:
    query = select(history.c.domain, func.sum(history.c.times), func.max(history.c.last)).group_by(history.c.domain)
    async with engine.connect() as connection:
        rows = (await connection.execute(query)).all()
    return {domain: int(times) for domain, times, _ in rows}, max(last for _, _, last in rows)


async def _overdue(engine: AsyncEngine) -> int:
    late = select(func.count()).select_from(watches).where(watches.c.due < time.time())
    async with engine.connect() as connection:
        return int((await connection.execute(late)).scalar_one())


def _news(ws: Workspace) -> Mapping[str, int]:
    """By the key that a message bears."""
    posted = [message for channel in CHANNELS for message in ws.state.messages(channel)]
    keys = [message.metadata["event_payload"]["key"] for message in posted if message.metadata]
    return Counter(key.split("/")[3] for key in keys if key.startswith("watch/"))

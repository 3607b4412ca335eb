"""Watches in a real database, and what checks them."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cases.values.watch import Every, Watch
from bot.domains.values import Report
from bot.storage.store import Store
from bot.work.chores import Chores, Duty

TOMORROW = 86_400.0


class Checks:
    """Checks that are begun, and end when they are let: rightly, unless they are to fail."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begun: asyncio.Queue[tuple[str, bool]] = asyncio.Queue()
        """Each domain, and whether its check may have been begun before."""
        self.ended: list[str] = []
        self.under_way = self.most_under_way = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.to_fail = 0

    async def __call__(self, duty: Duty, *, again: bool) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.begun.put_nowait((duty.domain, again))
        try:
            await self.may_end.wait()
        finally:
            self.under_way -= 1
        if self.to_fail:
            self.to_fail -= 1
            raise ConnectionError("Slack is away")
        if watch := await self._store.watches.get(duty.team, duty.channel, duty.domain):
            report = Report(duty.domain, ())
            await self._store.watches.checked(watch, report, report, time.time() + TOMORROW, 0)
            self.ended.append(duty.domain)

    def chores(self) -> Chores:
        return Chores(self._store.watches, self, self._store.forget_old)


async def watch(store: Store, *domains: str, due_in: float = 0) -> None:
    """Due in so many seconds, or so many ago."""
    for domain in domains:
        now = time.time()
        kept = Watch("T1", "C1", domain, Every.DAILY, "U1", "lt", now, now + due_in)
        await store.watches.put(kept, Report(domain, ()))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def checks(store: Store) -> Checks:
    return Checks(store)

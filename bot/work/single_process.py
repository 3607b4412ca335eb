"""Background work of a single process, as with SQLite: a loop that looks for what is due and does it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from bot.ops.metrics import Metrics
from bot.storage.database import FAULTS
from bot.storage.tables.watches import HANDED
from bot.work.chores import RETRIES, Chores, Duty

log = logging.getLogger(__name__)
LOOK = 10.0
"""Seconds between two looks."""
_FORGET = 6 * 3600.0
"""Seconds between two sweeps of what is old."""
_WAIT = 5.0
"""Seconds before a second attempt; five times as many before each further one."""
_ALL = 100_000


@asynccontextmanager
async def alone(chores: Chores, metrics: Metrics, at_once: int, finish: float) -> AsyncIterator[None]:
    """Works until this ends; then begins nothing new, and finishes what it has within so many seconds. The rest is
    begun again when the process comes back. `at_once`: checks under way."""
    work = _Alone(chores, metrics, at_once)
    loop = asyncio.create_task(work.go_on())
    try:
        yield
    finally:
        work.stopping.set()
        await asyncio.gather(loop, return_exceptions=True)
        await work.finish(finish)


class _Alone:
    def __init__(self, chores: Chores, metrics: Metrics, at_once: int) -> None:
        self._chores = chores
        self._metrics = metrics
        self._room = asyncio.Semaphore(at_once)
        self._running: set[asyncio.Task[None]] = set()
        self._began = time.time()
        self._forget_at = self._began + _FORGET
        self.stopping = asyncio.Event()

    async def go_on(self) -> None:
        taken_over = False
        while not self.stopping.is_set():
            try:
                if not taken_over:
                    await self._take_over()
                    taken_over = True
                await self._chores.hand_out(self._take, len(self._running))
                if time.time() >= self._forget_at:
                    self._forget_at = time.time() + _FORGET
                    await self._chores.forget()
            except FAULTS:
                log.exception("the database is out of reach")
            self._count()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), LOOK)

    async def finish(self, seconds: float) -> None:
        """What waits for its turn or its next attempt is left; what is under way comes to its end, if it is soon."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _take_over(self) -> None:
        """What the process had handed out before it ended is lost with it."""
        handed = await self._chores.watches.due(self._began + HANDED, _ALL)
        lost = [watch for watch in handed if watch.due <= self._began]
        await self._chores.watches.mark_queued(lost, until=self._began)

    async def _take(self, duties: Sequence[Duty]) -> None:
        for duty in duties:
            task = asyncio.create_task(self._do(duty))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _do(self, duty: Duty) -> None:
        wait = _WAIT
        for tries in range(RETRIES + 1):
            async with self._room:
                if self.stopping.is_set():
                    return
                with suppress(Exception):  # it was logged, and is tried again
                    await self._chores.attempt(duty, tries, again=duty.due < self._began)
                    return
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), wait)
            wait *= 5

    def _count(self) -> None:
        self._metrics.jobs_waiting(len(self._running))

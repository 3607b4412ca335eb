"""Writes that must not delay an answer: done in the background, and repeated if the database did not accept them.

Such a write never fails its caller, nor keeps it waiting for long: the answer was right, and goes on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from functools import partial

from bot.storage.database import FAULTS

log = logging.getLogger(__name__)
Write = Callable[[], Awaitable[object]]
_PATIENCE = 0.5
"""Seconds that an answer waits for a write: a database takes one in a few milliseconds."""
_LAST = 3.0
"""Seconds for what is still under way at the end."""
_AT_ONCE = 20
"""Writes under way that no caller waits for any more."""
_MOST = 10_000
"""Writes that wait at most; then the oldest is forgotten."""


class Late:
    """One instance per process. Writes that wait here are lost if it is killed."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Write] = {}
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}

    async def write(self, key: Hashable, write: Write) -> bool:
        """Whether it is written by now. If not, it will be, in place of what waits under the same key. Raises what the
        write raises by itself."""
        self._waiting.pop(key, None)
        while len(self._waiting) >= _MOST:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[key] = write
        return await self._soon(key)

    async def again(self) -> None:
        """Tries the waiting writes again, until one is not written in time."""
        for key in tuple(self._waiting):
            try:
                if not await self._soon(key):
                    return
            except Exception:  # it has come too late
                log.info("a write that waited was given up", exc_info=True)

    async def finish(self) -> None:
        """Makes a last attempt at the waiting writes. A database that accepts none does not keep the process alive."""
        await self.again()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks.values()), timeout=_LAST)

    async def _soon(self, key: Hashable) -> bool:
        if key not in self._tasks and len(self._tasks) < _AT_ONCE:
            task = self._tasks[key] = asyncio.create_task(self._write(key))
            task.add_done_callback(partial(self._done, key))
            await asyncio.wait([task], timeout=_PATIENCE)
            if task.done():
                task.result()
        return key not in self._waiting

    def _done(self, key: Hashable, task: asyncio.Task[None]) -> None:
        del self._tasks[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.info("a write was given up: %s", type(error).__name__)

    async def _write(self, key: Hashable) -> None:
        """And what has come under the same key meanwhile, one after another."""
        while (write := self._waiting.get(key)) is not None:
            try:
                await write()
            except FAULTS:
                log.exception("a write has to wait for the database")
                return
            except Exception:
                self._waiting.pop(key, None)
                raise
            if self._waiting.get(key) is write:
                del self._waiting[key]

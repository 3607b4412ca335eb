"""The answers under way in this process: one at a time in a thread, and those apart that may have crashed a process.

When a process ends, or stands still until others take its answers for orphans, any of these may have been the cause.
They are begun again, some together; what was under way at two such ends is begun a last time with nothing else under
way, so that it can take nothing along with it. Where only one is suspected, that is its second try.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from enum import Enum, auto
from weakref import WeakValueDictionary

from bot.cases.values.case import Thread

_TOGETHER = 20
"""Suspects under way at once."""
_LONGEST = 15.0
"""Seconds that others wait for one that is alone, and it for others: what stops a process does so sooner."""


class Company(Enum):
    """Beside whom an answer may be under way."""

    ANY = auto()
    FEW = auto()
    NONE = auto()


class Quarantine:
    """The quarantine of this process."""

    def __init__(self) -> None:
        self._suspects = asyncio.Semaphore(_TOGETHER)
        self._turn = asyncio.Lock()
        self._free = asyncio.Event()
        self._free.set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._inside = 0

    def beside(self, company: Company) -> AbstractAsyncContextManager[None]:
        """A context manager around the work on one answer."""
        match company:
            case Company.ANY:
                return self._among_others()
            case Company.FEW:
                return self._among_few()
            case Company.NONE:
                return self._alone()

    @asynccontextmanager
    async def _among_others(self) -> AsyncIterator[None]:
        if not self._free.is_set():
            await _soon(self._free)
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    @asynccontextmanager
    async def _among_few(self) -> AsyncIterator[None]:
        async with self._suspects, self._among_others():
            yield

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._turn:
            self._free.clear()
            try:
                await _soon(self._empty)
                yield
            finally:
                self._free.set()
            await asyncio.sleep(0)  # those that waited go on before the next one blocks them


class UnderWay:
    """The tasks that answer questions, by the questions' ids."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def __iter__(self) -> Iterator[str]:
        """The ids of what is being answered here."""
        return iter(self._tasks)

    def start(self, id: str, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._tasks[id] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._tasks.pop(id, None))
        return task

    async def finish(self, seconds: float) -> None:
        """Lets them come to their end, for so many seconds; stops the rest, which are left to the next process."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        late = tuple(self._tasks.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


class Turns:
    """A lock for each thread; one such object for each process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Thread, asyncio.Lock] = WeakValueDictionary()

    def at(self, thread: Thread) -> asyncio.Lock:
        """Held while a thread's question is answered: the next one finds the case as this one leaves it."""
        return self._locks.setdefault(thread, asyncio.Lock())

    def busy(self, thread: Thread) -> bool:
        """Whether a question is being answered there, so that the thread is a case, or soon will be."""
        lock = self._locks.get(thread)
        return lock is not None and lock.locked()


async def _soon(event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_LONGEST):
            await event.wait()

"""Answers one question of a thread at a time."""

import asyncio
from weakref import WeakValueDictionary

from bot.cases.values.case import Thread


class Turns:
    """A lock for each thread; one such object for each process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Thread, asyncio.Lock] = WeakValueDictionary()

    def at(self, thread: Thread) -> asyncio.Lock:
        """Held while a thread's question is answered: the next one finds the case as this one leaves it."""
        return self._locks.setdefault(thread, asyncio.Lock())

    def busy(self, thread: Thread) -> bool:
        """Whether a question is being answered there."""
        lock = self._locks.get(thread)
        return lock is not None and lock.locked()

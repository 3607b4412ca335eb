"""One question of a thread at a time."""

import asyncio
from weakref import WeakValueDictionary

from bot.cases.values.case import Thread
from bot.cases.values.place import Place


class Turns:
    """One a process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Thread, asyncio.Lock] = WeakValueDictionary()

    def at(self, place: Place, thread_ts: str) -> asyncio.Lock:
        """Held while a thread's question is answered: the next one finds the case as this one leaves it."""
        return self._locks.setdefault(Thread(place.team, place.channel, thread_ts), asyncio.Lock())

    def busy(self, thread: Thread) -> bool:
        """Whether a question is being answered there."""
        lock = self._locks.get(thread)
        return lock is not None and lock.locked()

"""News of changes, to any number of readers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from bot.workspace.values import StateChange


class Feed:
    """Each reader has its own queue, so that a slow one (a browser asleep) keeps no other waiting."""

    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[StateChange]] = set()
        self._watchers: list[Callable[[StateChange], None]] = []

    def watch(self, watcher: Callable[[StateChange], None]) -> None:
        """Calls `watcher` on every change, before the one who made it goes on."""
        self._watchers.append(watcher)

    def tell(self, change: StateChange) -> None:
        for watcher in self._watchers:
            watcher(change)
        for queue in self._readers:
            queue.put_nowait(change)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[StateChange]]:
        """A queue of every change from now on; use it where nothing may be missed between a look and a wait."""
        queue: asyncio.Queue[StateChange] = asyncio.Queue()
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def subscribe(self) -> AsyncIterator[StateChange]:
        """Changes from the first `anext` on, without end; closing the iterator ends the subscription."""
        with self.listening() as queue:
            while True:
                yield await queue.get()

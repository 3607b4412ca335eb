"""News of changes, to any number of readers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from bot.workspace.values import Change


class Feed:
    """Each reader has its own queue, so that a slow one (a browser asleep) keeps no other waiting."""

    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[Change]] = set()
        self._watchers: list[Callable[[Change], None]] = []

    def watch(self, watcher: Callable[[Change], None]) -> None:
        """Calls `watcher` on every change, before the one who made it goes on."""
        self._watchers.append(watcher)

    def tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher(change)
        for queue in self._readers:
            queue.put_nowait(change)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Change]]:
        """A queue of every change from now on; use it where nothing may be missed between a look and a wait."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def subscribe(self) -> AsyncIterator[Change]:
        """Changes from the first `anext` on, without end; closing the iterator ends the subscription."""
        with self.listening() as queue:
            while True:
                yield await queue.get()

"""What could not be written when its time came: written as soon as the database takes it again.

It is for what has to be remembered once an answer is out. Such a write never fails its caller: the answer was right.
"""

import logging
from collections.abc import Awaitable, Callable, Hashable

from bot.storage.database import FAULTS

log = logging.getLogger(__name__)
Write = Callable[[], Awaitable[object]]
_MOST = 10_000
"""Writes that wait at most; then the oldest is forgotten."""


class Late:
    """One a process. What waits here is lost with it."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Write] = {}

    async def write(self, key: Hashable, write: Write) -> bool:
        """Whether it is written; it waits otherwise, in place of what waited under the same key."""
        self._waiting.pop(key, None)
        try:
            await write()
        except FAULTS:
            log.exception("a write has to wait for the database")
            while len(self._waiting) >= _MOST:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[key] = write
            return False
        return True

    async def again(self) -> None:
        """Writes all that waits. Raises what a database raises that is still out of reach."""
        for key, write in tuple(self._waiting.items()):
            try:
                await write()
            except FAULTS:
                raise
            except Exception:  # it may have come too late
                log.info("a write that waited was given up", exc_info=True)
            if self._waiting.get(key) is write:
                del self._waiting[key]

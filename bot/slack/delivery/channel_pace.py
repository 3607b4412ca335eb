"""Limits the messages sent to one channel at once: Slack allows about one a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 4
"""Enough that one slow request keeps few others waiting; more would only be told to come back later."""


class ChannelPace:
    """A semaphore per channel."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._semaphores: dict[str, asyncio.Semaphore] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def wait_in(self, channel: str) -> AsyncIterator[None]:
        """Waits for a slot in the channel, and holds it."""
        semaphore = self._semaphores.setdefault(channel, asyncio.Semaphore(self._at_once))
        self._waiting[channel] = self._waiting.get(channel, 0) + 1
        try:
            async with semaphore:
                yield
        finally:
            self._waiting[channel] -= 1
            if not self._waiting[channel]:
                del self._waiting[channel], self._semaphores[channel]

    def crowded(self, channel: str) -> bool:
        """Whether another message waits, or would have to."""
        return self._waiting.get(channel, 0) >= self._at_once

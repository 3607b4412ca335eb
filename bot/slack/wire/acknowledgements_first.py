"""Requests first: Slack waits three seconds for an acknowledgement, an asker longer for an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

T = TypeVar("T")
AT_WORK = 40
"""Answers worked out at once; more would take as long together, and more memory."""
_LONGEST = 1.0
"""Seconds that an answer waits for requests to come to their acknowledgement."""


class Door:
    """Counts requests that are not acknowledged yet."""

    def __init__(self) -> None:
        self._inside = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._work = asyncio.Semaphore(AT_WORK)

    async def patiently(self, work: AsyncIterator[T]) -> AsyncIterator[T]:
        """The work, begun when no request waits."""
        async with self._work:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), _LONGEST)
            async for value in work:
                yield value

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Until it is acknowledged."""
        self._inside += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if not self._inside:
                self._quiet.set()


class PromptApp(AsyncApp):
    """Bolt's app, that tells the door of its requests, whichever way they come."""

    door: Door

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        async with self.door.request():
            return await super().async_dispatch(req)

"""Lets acknowledgements go before answers: Slack waits three seconds for one, an asker longer for the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

AT_WORK = 40
"""Answers worked out at once; more would take as long together, and more memory."""
_LONGEST = 2.0
"""Seconds that an answer waits for requests to come to their acknowledgement."""
_CROWD = 10
"""Requests that wait for their acknowledgement, beyond which no answer goes before any of them."""


class AcknowledgementsFirst:
    """Counts requests that are not acknowledged yet, and lets work on answers begin when there are none."""

    def __init__(self) -> None:
        self._unacknowledged = 0
        self._none_waits = asyncio.Event()
        self._none_waits.set()
        self._work = asyncio.Semaphore(AT_WORK)

    @property
    def crowded(self) -> bool:
        """Whether so many requests wait that even the quickest answer would delay them."""
        return self._unacknowledged > _CROWD

    @asynccontextmanager
    async def work(self) -> AsyncIterator[None]:
        """Work on one answer, begun when no request waits for its acknowledgement."""
        async with self._work:
            await self.sent()
            yield

    async def sent(self) -> None:
        """Waits, not for long, until no request waits for its acknowledgement."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none_waits.wait(), _LONGEST)

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """A request, until it is acknowledged."""
        self._unacknowledged += 1
        self._none_waits.clear()
        try:
            yield
        finally:
            self._unacknowledged -= 1
            if not self._unacknowledged:
                self._none_waits.set()


class PromptApp(AsyncApp):
    """Bolt's app, that counts its requests, whichever way they come."""

    acknowledgements: AcknowledgementsFirst

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        async with self.acknowledgements.request():
            return await super().async_dispatch(req)

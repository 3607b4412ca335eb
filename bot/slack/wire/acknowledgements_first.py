"""Lets acknowledgements go before answers: Slack waits three seconds for one, an asker longer for the other. Among them
commands and clicks go before events, which Slack sends again where they were late
(https://docs.slack.dev/apis/events-api#retries)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.wire.prompt_runner import PromptAck, PromptRunner

AT_WORK = 40
"""Answers worked out at once; more would take as long together, and more memory."""
_LONGEST = 2.0
"""Seconds that an answer waits for requests to come to their acknowledgement."""
_LET_PASS = 1.0
"""Seconds that an event lets commands and clicks pass."""
_CROWD = 10
"""Requests that wait for their acknowledgement, beyond which no answer goes before any of them."""


class AcknowledgementsFirst:
    """Counts requests that are not acknowledged yet, and lets work on answers begin when there are none."""

    def __init__(self) -> None:
        self._unacknowledged = 0
        self._none_waits = asyncio.Event()
        self._none_waits.set()
        self._sent_once = 0
        self._no_other = asyncio.Event()
        """Set while none of those that Slack sends once waits."""
        self._no_other.set()
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
    async def request(self, *, sent_again: bool) -> AsyncIterator[None]:
        """A request, until it is acknowledged. `sent_again`: whether Slack sends it again if it is late."""
        self._unacknowledged += 1
        self._none_waits.clear()
        try:
            if sent_again:
                await self._let_pass()
                yield
            else:
                with self._passing():
                    yield
        finally:
            self._unacknowledged -= 1
            if not self._unacknowledged:
                self._none_waits.set()

    @contextmanager
    def _passing(self) -> Iterator[None]:
        self._sent_once += 1
        self._no_other.clear()
        try:
            yield
        finally:
            self._sent_once -= 1
            if not self._sent_once:
                self._no_other.set()

    async def _let_pass(self) -> None:
        if self._sent_once:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._no_other.wait(), _LET_PASS)


class PromptApp(AsyncApp):
    """Bolt's app, that counts its requests, whichever way they come, and is told when each is acknowledged."""

    acknowledgements: AcknowledgementsFirst

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async_listener_runner = PromptRunner(self._async_listener_runner)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        req.context["ack"] = PromptAck()
        async with self.acknowledgements.request(sent_again=req.body.get("type") == "event_callback"):
            return await super().async_dispatch(req)

"""Sends deliveries, events again and again as Slack does, and keeps account of what is under way."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.workspace.delivery import payloads
from bot.workspace.delivery.events import events
from bot.workspace.delivery.transport import Attempt, Reply, Transport, What
from bot.workspace.faults import DELIVERY, Faults, Repeated, Slow
from bot.workspace.log import Delivery, Log
from bot.workspace.manifest import Manifest
from bot.workspace.state import State
from bot.workspace.values import Change, Json

SCHEDULE = (0.0, 60.0, 300.0)
"""Seconds before the second, third and fourth attempt: https://docs.slack.dev/apis/events-api#retries"""


class Dispatcher:
    """`transport` may change while nothing is under way."""

    def __init__(
        self,
        state: State,
        manifest: Manifest,
        faults: Faults,
        log: Log,
        transport: Transport,
        schedule: Sequence[float] = SCHEDULE,
    ) -> None:
        self._state, self._manifest, self._faults, self._log = state, manifest, faults, log
        self._schedule = schedule
        self._tasks: set[asyncio.Task[Any]] = set()
        self.transport = transport
        state.feed.watch(self._heard)

    def _heard(self, change: Change) -> None:
        for event in events(self._state, change):
            if self._manifest.hears(event.subscription):
                self.start(self.event(event.body))

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Goes on in the background; `idle` waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Until nothing is under way, retries included."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def once(self, what: What, payload: Json) -> Delivery:
        """A command or an interaction: they are not repeated."""
        await self._fault(what)
        return await self._attempt(Attempt(what, payload))

    async def event(self, body: Json) -> list[Delivery]:
        """Until it is acknowledged or the schedule is at its end; each attempt's delivery."""
        payload = payloads.event(self._state, body)
        again = await self._fault(What.EVENT)
        made = [await self._attempt(Attempt(What.EVENT, payload))]
        for number, wait in enumerate(self._schedule, 1):
            if made[-1].acknowledged or made[-1].final:
                break
            await asyncio.sleep(wait)
            made.append(await self._attempt(Attempt(What.EVENT, payload, number, made[-1].failure)))
        repeats = [Attempt(What.EVENT, payload, number, "http_timeout") for number in range(1, again + 1)]
        return [*made, *[await self._attempt(repeat) for repeat in repeats]]

    async def _fault(self, what: What) -> int:
        """Waits where deliveries were ordered slow; says how often an event is to be repeated."""
        match self._faults.next(DELIVERY):
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Repeated(times) if what is What.EVENT:
                return times
        return 0

    async def _attempt(self, attempt: Attempt) -> Delivery:
        sent = self._log.now()
        transport = self.transport
        reply = await transport.send(attempt)
        delivery = _delivery(attempt, reply, transport.name, sent, self._log.now() - sent)
        self._log.delivery(delivery)
        return delivery

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.transport.close()


def _delivery(attempt: Attempt, reply: Reply, transport: str, sent: float, seconds: float) -> Delivery:
    return Delivery(
        attempt.what.value,
        attempt.payload,
        transport,
        sent,
        seconds,
        reply.status,
        answer=reply.answer,
        retry=attempt.retry,
        reason=attempt.reason,
        failure=reply.reason,
        final=reply.final,
    )

"""Sends deliveries, events again and again as Slack does, and keeps account of what is under way."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.workspace.delivery import payloads
from bot.workspace.delivery.events import events
from bot.workspace.delivery.transport import PATIENCE, AppReply, AppTransport, Attempt, EnvelopeType
from bot.workspace.faults import DELIVERY, Faults, Repeated, Slow
from bot.workspace.log import Delivery, Log
from bot.workspace.manifest import Manifest
from bot.workspace.state import State
from bot.workspace.values import Json, StateChange

T = TypeVar("T")
SCHEDULE = (0.0, 60.0, 300.0)
"""Seconds before the second, third and fourth attempt: https://docs.slack.dev/apis/events-api#retries"""


class Dispatcher:
    """`transport` may change while nothing is under way. `patience`: seconds that an acknowledgement is waited for; who
    wants to know that each is acknowledged, and not how soon, waits longer than Slack does."""

    def __init__(
        self,
        state: State,
        manifest: Manifest,
        faults: Faults,
        log: Log,
        transport: AppTransport,
    ) -> None:
        self._state, self._manifest, self._faults, self._log = state, manifest, faults, log
        self._tasks: set[asyncio.Task[Any]] = set()
        self._retries: set[asyncio.Future[None]] = set()
        self._changed = asyncio.Event()
        self.transport = transport
        self.patience = PATIENCE
        state.feed.watch(self._heard)

    def _heard(self, change: StateChange) -> None:
        for event in events(self._state, change):
            if self._manifest.hears(event.subscription):
                self.tell(event.body)

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Goes on in the background; `idle` waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._changed.set()

    async def idle(self) -> None:
        """Waits until nothing is under way. A retry that is not due yet is not waited for."""
        while len(self._tasks) > sum(not due.done() for due in self._retries):
            self._changed.clear()
            await self._changed.wait()

    async def once(self, what: EnvelopeType, payload: Json) -> Delivery:
        """A command or an interaction: they are not repeated."""
        await self._fault(what)
        return await self._attempt(Attempt(what, payload))

    def tell(self, body: Json) -> None:
        """An event that nobody waits for."""
        self._start(self._deliver(body))

    async def event(self, body: Json) -> list[Delivery]:
        """Waits until it is acknowledged or the schedule is at its end; each attempt's delivery."""
        return await self._start(self._deliver(body))

    async def _deliver(self, body: Json) -> list[Delivery]:
        payload = payloads.event(self._state, body)
        again = await self._fault(EnvelopeType.EVENT)
        made = [await self._attempt(Attempt(EnvelopeType.EVENT, payload))]
        for number, wait in enumerate(SCHEDULE, 1):
            if made[-1].acknowledged or made[-1].final:
                break
            await self._until_due(wait)
            made.append(await self._attempt(Attempt(EnvelopeType.EVENT, payload, number, made[-1].failure)))
        repeats = [Attempt(EnvelopeType.EVENT, payload, number, "http_timeout") for number in range(1, again + 1)]
        return [*made, *[await self._attempt(repeat) for repeat in repeats]]

    async def _until_due(self, seconds: float) -> None:
        due = self._state.clock.after(seconds)
        self._retries.add(due)
        self._changed.set()
        try:
            await due
        finally:
            self._retries.discard(due)

    async def _fault(self, what: EnvelopeType) -> int:
        """Waits where deliveries were ordered slow; says how often an event is to be repeated."""
        match self._faults.next(DELIVERY):
            case Slow(seconds):
                await self._state.clock.after(seconds)
            case Repeated(times) if what is EnvelopeType.EVENT:
                return times
        return 0

    async def _attempt(self, attempt: Attempt) -> Delivery:
        sent = self._log.now()
        transport = self.transport
        reply = await transport.send(attempt, self.patience)
        delivery = _delivery(attempt, reply, transport.name, sent, self._log.now() - sent)
        self._log.delivery(delivery)
        return delivery

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.transport.close()


def _delivery(attempt: Attempt, reply: AppReply, transport: str, sent: float, seconds: float) -> Delivery:
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

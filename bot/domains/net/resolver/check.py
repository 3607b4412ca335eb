"""One check's view of the shared resolver: its budget, its count, and one answer to each question throughout."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.budget import Budget, is_outside
from bot.domains.net.resolver.cache import Key
from bot.domains.net.resolver.message import Question, UnaskableNameError, question


class Shared(Protocol):
    """What all checks ask through: `bot.domains.net.resolver.shared.SharedResolver`."""

    sent: int
    """Messages sent for all checks so far."""

    def cached(self, key: Key) -> Answer | None:
        """The answer in the cache; None if there is none."""

    def resolve(self, question: Question, sent: Callable[[], None], waiting: asyncio.Future[Answer]) -> None:
        """Answers `waiting` in time; calls `sent` for each message."""

    async def ask_server(
        self, address: str, question: Question, sent: Callable[[], None], *, tcp: bool
    ) -> Answer | None:
        """The answer of one name server; None if it gives none."""


class CheckResolver:
    """A `bot.domains.net.dns.Resolver` for one check. Its clock starts with the first question."""

    def __init__(self, shared: Shared, budget: Budget, *, fresh: bool = False, domain: str = "") -> None:
        """`domain`: the one that is checked, so that questions about others can be told; empty: they are not."""
        self._shared, self._budget, self._fresh, self._domain = shared, budget, fresh, domain
        self._answers: dict[Key, asyncio.Future[Answer]] = {}
        self._asked = 0
        self._sent = 0
        self._outside = 0
        self._held = 0
        self._worked = 0.0
        self._spent = False
        self._timer: asyncio.TimerHandle | None = None

    @property
    def queries(self) -> int:
        """Messages sent on this check's behalf, repeated ones included."""
        return self._sent

    @property
    def asked(self) -> Iterable[Key]:
        """Every question of this check so far."""
        return self._answers.keys()

    async def ask(self, name: str, type: str, *, checking_disabled: bool = False) -> Answer:
        """See `bot.domains.net.dns.Resolver`. A fault is kept for as long as the check: all checks see the same."""
        future = self._future((name.rstrip(".").lower(), type, checking_disabled))
        # shielded: who stops waiting must not take the answer from the others
        return future.result() if future.done() else await asyncio.shield(future)

    async def ask_all(self, questions: Iterable[tuple[str, str]]) -> list[Answer]:
        """See `bot.domains.net.dns.Resolver`. It makes no task for each question: most answers are there at once."""
        futures = [self._future((name.rstrip(".").lower(), kind, False)) for name, kind in questions]
        return [future.result() if future.done() else await asyncio.shield(future) for future in futures]

    async def ask_server(self, address: str, name: str, type: str, *, tcp: bool = False) -> Answer | None:
        """See `bot.domains.net.dns.Resolver`."""
        try:
            query = question(name, type)
        except UnaskableNameError:
            return None
        if self._over_budget(query.name):
            return Answer(query.name, type, Outcome.BUDGET)
        return await self._shared.ask_server(address, query, self._count, tcp=tcp)

    def worked(self, seconds: float) -> None:
        """Counts processor time that was spent on answers; past the budget no more come."""
        self._worked += seconds
        if self._worked > self._budget.work:
            self._spend()

    def close(self) -> None:
        """Stops the clock. Questions still in flight are answered by `Outcome.BUDGET`."""
        self._spend()
        if self._timer is not None:
            self._timer.cancel()

    def _future(self, key: Key) -> asyncio.Future[Answer]:
        """The answer to come, the same for all who ask; asks where nobody has."""
        future = self._answers.get(key)
        if future is None:
            future = self._answers[key] = self._begin(key)
        return future

    def _begin(self, key: Key) -> asyncio.Future[Answer]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        name, kind, checking_disabled = key
        held = None if self._fresh else self._shared.cached(key)
        if held is not None:
            future.set_result(held)
            return future
        try:
            query = question(name, kind, checking_disabled=checking_disabled)
        except UnaskableNameError:
            future.set_result(Answer(name, kind, Outcome.MALFORMED, reason="no question can carry this name"))
            return future
        if self._over_budget(name):
            future.set_result(Answer(name, kind, Outcome.BUDGET))
            return future
        if self._timer is None:
            self._timer = loop.call_later(self._budget.seconds, self._spend)
        future.add_done_callback(self._hold)
        self._shared.resolve(query, self._count, future)
        return future

    def _over_budget(self, name: str) -> bool:
        self._asked += 1
        if self._spent or self._asked > self._budget.queries or self._held > self._budget.bytes:
            return True
        if self._domain and is_outside(name, self._domain):
            self._outside += 1
            return self._outside > self._budget.outside
        return False

    def _hold(self, future: asyncio.Future[Answer]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._held += future.result().size

    def _count(self) -> None:
        self._sent += 1
        self._shared.sent += 1

    def _spend(self) -> None:
        self._spent = True
        for (name, kind, _), future in self._answers.items():
            if not future.done():
                future.set_result(Answer(name, kind, Outcome.BUDGET))

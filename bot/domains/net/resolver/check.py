"""One check's view of the shared resolver: its budget, its count, and one answer to each question throughout."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from bot.domains.knowledge.blocklists import blocklists
from bot.domains.knowledge.providers import knows
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.budget import Budget
from bot.domains.net.resolver.cache import Key
from bot.domains.net.resolver.question import DnsQuestion, UnaskableNameError, question


@dataclass(eq=False, slots=True)
class _Wait:
    """One who waits for several answers. Woken once, by the last of them: to wake somebody costs as much as a
    question."""

    future: asyncio.Future[None]
    missing: int


@dataclass(eq=False, slots=True)
class Awaited:
    """The answer to one question of a check, there or to come. Settled once; what comes later is not looked at."""

    hold: Callable[[Answer], None] | None
    """Told of the answer, then let go: it leads back to the check, and such a circle keeps all of its answers until the
    collector comes."""
    answer: Answer | None = None
    error: Exception | None = None
    """A fault of ours in place of an answer."""
    settled: bool = False
    waiting: tuple[_Wait, ...] = ()

    def settle(self, answer: Answer) -> None:
        if self.settled:
            return
        self.settled = True
        self.answer = answer
        hold, self.hold = self.hold, None
        if hold is not None:
            hold(answer)
        for wait in self.waiting:
            wait.missing -= 1
            if not wait.missing and not wait.future.done():
                wait.future.set_result(None)

    def fail(self, error: Exception) -> None:
        if self.settled:
            return
        self.settled = True
        self.error = error
        for wait in self.waiting:
            if not wait.future.done():
                wait.future.set_exception(error)

    def outcome(self) -> Answer:
        """The answer, where it is settled. Raises what came in its place."""
        if self.error is not None:
            raise self.error
        assert self.answer is not None
        return self.answer


class Shared(Protocol):
    """What all checks ask through: `bot.domains.net.resolver.shared.SharedResolver`."""

    sent: int
    """Messages sent for all checks so far."""

    def cached(self, key: Key) -> Answer | None:
        """The answer in the cache; None if there is none."""

    def resolve(self, key: Key, question: DnsQuestion, sent: Callable[[], None], awaited: Awaited) -> None:
        """Settles `awaited` in time; calls `sent` for each message."""

    async def ask_server(
        self, address: str, question: DnsQuestion, sent: Callable[[], None], *, tcp: bool
    ) -> Answer | None:
        """The answer of one name server; None if it gives none."""


class CheckResolver:
    """A `bot.domains.net.dns.Resolver` for one check. Its clock starts with the first question."""

    def __init__(self, shared: Shared, budget: Budget, *, fresh: bool = False, domain: str = "") -> None:
        """`domain`: the one that is checked, so that questions about others can be told; empty: they are not."""
        self._shared, self._budget, self._fresh, self._domain = shared, budget, fresh, domain
        self._below = f".{domain}"
        self._answers: dict[Key, Awaited] = {}
        self._asked = 0
        self._sent = 0
        self._outside = 0
        self._held = 0
        self._worked = 0.0
        self.clock: Callable[[], float] = time.perf_counter
        """For `worked`. Half of the budget is counted by the time of day, which passes while others have the processor
        too, but costs a twentieth to ask for; hardly a check comes further."""
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
        awaited = self._awaited(name, type, checking_disabled)
        if not awaited.settled:
            await _all_of([awaited])
        return awaited.outcome()

    async def ask_all(self, questions: Iterable[tuple[str, str]]) -> list[Answer]:
        """See `bot.domains.net.dns.Resolver`."""
        known = self._answers.get
        awaited = [known((name, kind, False)) or self._awaited(name, kind, False) for name, kind in questions]
        missing = [each for each in awaited if not each.settled]
        if missing:
            await _all_of(missing)
        return [each.answer or each.outcome() for each in awaited]

    def put(self, questions: Iterable[tuple[str, str]], *, checking_disabled: bool = False) -> None:
        """See `bot.domains.net.dns.Resolver`."""
        for name, kind in questions:
            if (name, kind, checking_disabled) not in self._answers:
                self._awaited(name, kind, checking_disabled)

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
        """Counts time that was spent on answers, by `clock`; past the budget no more come."""
        self._worked += seconds
        if self._worked > self._budget.work / 2:
            self.clock = time.thread_time
        if self._worked > self._budget.work:
            self._spend()

    def close(self) -> None:
        """Stops the clock. Questions still in flight are answered by `Outcome.BUDGET`."""
        self._spend()
        if self._timer is not None:
            self._timer.cancel()

    def _awaited(self, name: str, kind: str, checking_disabled: bool) -> Awaited:
        """The answer to come, the same for all who ask; asks where nobody has."""
        key = (name.rstrip(".").lower(), kind, checking_disabled)
        awaited = self._answers.get(key)
        if awaited is None:
            awaited = self._answers[key] = self._begin(key)
        return awaited

    def _begin(self, key: Key) -> Awaited:
        name, kind, checking_disabled = key
        held = None if self._fresh else self._shared.cached(key)
        if held is not None:
            return self._unasked(held)
        try:
            query = question(name, kind, checking_disabled=checking_disabled)
        except UnaskableNameError:
            return self._unasked(Answer(name, kind, Outcome.MALFORMED, reason="no question can carry this name"))
        if self._over_budget(name):
            return self._unasked(Answer(name, kind, Outcome.BUDGET))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._budget.seconds, self._spend)
        awaited = Awaited(self._hold)
        self._shared.resolve(key, query, self._count, awaited)
        return awaited

    def _unasked(self, answer: Answer) -> Awaited:
        return Awaited(None, answer, settled=True)

    def _over_budget(self, name: str) -> bool:
        self._asked += 1
        if self._spent or self._asked > self._budget.queries or self._held > self._budget.bytes:
            return True
        if self._domain and not name.endswith(self._below) and is_outside(name, self._domain):
            self._outside += 1
            return self._outside > self._budget.outside
        return False

    def _hold(self, answer: Answer) -> None:
        self._held += answer.size

    def _count(self) -> None:
        self._sent += 1
        self._shared.sent += 1

    def _spend(self) -> None:
        self._spent = True
        for (name, kind, _), awaited in self._answers.items():
            if not awaited.settled:
                awaited.settle(Answer(name, kind, Outcome.BUDGET))


async def _all_of(missing: list[Awaited]) -> None:
    """Waits until each is settled. Who stops waiting takes the answer from nobody."""
    wait = _Wait(asyncio.get_running_loop().create_future(), len(missing))
    for each in missing:
        each.waiting += (wait,)
    await wait.future


def is_outside(name: str, domain: str) -> bool:
    """Whether a question about `name`, put while `domain` is checked, goes to somebody that the zone could choose."""
    return not (f".{name}".endswith((f".{domain}", ".arpa")) or name.endswith(_below_blocklists()) or knows(name))


@cache
def _below_blocklists() -> tuple[str, ...]:
    return tuple(f".{blocklist.zone}" for blocklist in blocklists())

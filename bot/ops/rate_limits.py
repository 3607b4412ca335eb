"""Rate limits for a person and for a workspace; and no request of Slack's is accepted twice.

Counted in memory, or in Redis where several processes share the work. Where Redis fails or hangs, everybody is let in:
an answer too many is better than none.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from heapq import heappop, heappush

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from bot.ops.breaker import Breaker, Unavailable
from bot.ops.metrics import Metrics

_PATIENCE = 0.2
"""Seconds that Redis may take: Slack waits three for everything."""
_REMEMBERED = 600
"""Seconds: a signature is good for 5 minutes, and a sender's clock may be 5 minutes ahead."""
_TOLD = parse("3/minute")
"""How often a person is told of the limit; further questions are not answered at all."""


class _Memory(MemoryStorage):
    """The library's, which goes through everybody's counts at each question to forget those that are over (limits 5,
    aio/storage/memory.py). Here they lie in the order of their ends, and each question forgets two at most."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[tuple[float, str]] = []

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        for _ in range(2):
            if self._ends and self._ends[0][0] <= now:
                self._count(heappop(self._ends)[1])
        count = self._count(key) + amount
        if key not in self.storage:
            self.expirations[key] = now + expiry
            heappush(self._ends, (now + expiry, key))
        self.storage[key] = count
        return count

    async def get(self, key: str) -> int:
        return self._count(key)

    def _count(self, key: str) -> int:
        """Forgets it, where it is over."""
        if self.expirations.get(key, 0.0) <= time.time():
            self.storage.pop(key, None)
            self.expirations.pop(key, None)
        return self.storage.get(key, 0)


class Counts:
    """Where questions are counted. `redis_url` is `redis://…` or `rediss://…`; empty: in this process."""

    def __init__(self, redis_url: str) -> None:
        self.storage: MemoryStorage | RedisStorage = _redis(redis_url) if redis_url else _Memory()
        self._breaker = Breaker("Redis", _PATIENCE, (StorageError,)) if redis_url else None

    def asking(self) -> AbstractAsyncContextManager[None]:
        """Wraps one request, as `Breaker.asking`; memory neither fails nor hangs."""
        return self._breaker.asking() if self._breaker else nullcontext()

    async def answers(self) -> bool:
        """Whether counting works now: a probe for readiness."""
        try:
            async with self.asking():
                await self.storage.get("ready")
        except Unavailable:
            return False
        return True


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="mailbot",
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
    )


class RateLimits:
    """`user`, `workspace`: such as `30/minute`."""

    def __init__(self, counts: Counts, metrics: Metrics, *, user: str, workspace: str) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(counts.storage)
        self._asking = counts.asking
        self._metrics = metrics
        self._user, self._workspace = parse(user), parse(workspace)

    async def admits(self, team: str, user: str, questions: int = 1) -> bool:
        """Whether these questions are within the limits. If they are, they are counted."""
        for of, limit, who in (("user", self._user, (team, user)), ("workspace", self._workspace, (team,))):
            if not await self._hit(limit, of, *who, cost=min(questions, limit.amount)):
                self._metrics.limited(of)
                return False
        return True

    async def tells(self, team: str, user: str) -> bool:
        """Whether a person who was refused is to be told so."""
        return await self._hit(_TOLD, "told", team, user)

    async def _hit(self, limit: RateLimitItem, *who: str, cost: int = 1) -> bool:
        try:
            async with self._asking():
                return await self._limiter.hit(limit, *who, cost=cost)
        except Unavailable:
            return True


class Once:
    """Signatures seen while they are valid."""

    def __init__(self, counts: Counts, clock: Callable[[], float] = time.monotonic) -> None:
        self._shared = counts.storage if isinstance(counts.storage, RedisStorage) else None
        self._asking = counts.asking
        self._clock = clock
        self._here: OrderedDict[str, float] = OrderedDict()
        """Until when each is remembered, the oldest first, where nobody shares them."""

    async def first(self, signature: str) -> bool:
        """Whether the signature is new; it counts as seen from now on."""
        if self._shared is None:
            return self._first_here(signature)
        try:
            async with self._asking():
                return await self._shared.incr(self._key(signature), _REMEMBERED) == 1
        except Unavailable:
            return True

    async def forget(self, signature: str) -> None:
        """Forgets a signature whose request was not processed, so that it may come again."""
        self._here.pop(signature, None)
        if self._shared is not None:
            with suppress(Unavailable):
                async with self._asking():
                    await self._shared.clear(self._key(signature))

    def _first_here(self, signature: str) -> bool:
        now = self._clock()
        while self._here and next(iter(self._here.values())) <= now:
            self._here.popitem(last=False)
        first = signature not in self._here
        if first:
            self._here[signature] = now + _REMEMBERED
        return first

    @staticmethod
    def _key(signature: str) -> str:
        return f"signature/{signature}"

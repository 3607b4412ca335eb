"""How much may be asked: limits for a person and for a workspace, and no request of Slack's taken twice.

Counted in memory, or in Redis where several processes share the work. Where Redis fails, everybody is let in: an
answer too many is better than none.
"""

import logging

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from bot.ops.metrics import Metrics

log = logging.getLogger(__name__)
_REMEMBERED = 600
"""Seconds: a signature is good for 5 minutes, and a sender's clock may be 5 minutes ahead."""
_TOLD = parse("3/minute")
"""How often one person is told of the limit; whoever goes on against it is not answered at all."""


def storage(redis_url: str) -> MemoryStorage | RedisStorage:
    """Where is counted: `redis://…` or `rediss://…`; empty: in this process."""
    if redis_url:
        return RedisStorage(f"async+{redis_url}", wrap_exceptions=True, implementation="redispy", key_prefix="mailbot")
    return MemoryStorage()


class Gate:
    """`user`, `workspace`: such as `30/minute`."""

    def __init__(self, counts: MemoryStorage | RedisStorage, metrics: Metrics, *, user: str, workspace: str) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(counts)
        self._metrics = metrics
        self._user, self._workspace = parse(user), parse(workspace)

    async def admits(self, team: str, user: str, questions: int = 1) -> bool:
        """Whether these questions are within the limits; they are counted if so."""
        for of, limit, who in (("user", self._user, (team, user)), ("workspace", self._workspace, (team,))):
            if not await self._hit(limit, of, *who, cost=min(questions, limit.amount)):
                self._metrics.limited(of)
                return False
        return True

    async def tells(self, team: str, user: str) -> bool:
        """Whether one who was refused is to be told so."""
        return await self._hit(_TOLD, "told", team, user)

    async def _hit(self, limit: RateLimitItem, *who: str, cost: int = 1) -> bool:
        try:
            return await self._limiter.hit(limit, *who, cost=cost)
        except StorageError:
            log.exception("the limits could not be counted")
            return True


class Once:
    """Signatures seen within the time that they are good for."""

    def __init__(self, counts: Storage) -> None:
        self._counts = counts

    async def first(self, signature: str) -> bool:
        """Whether it was not seen before; it counts as seen from now on."""
        try:
            return await self._counts.incr(self._key(signature), _REMEMBERED) == 1
        except StorageError:
            log.exception("a request's signature could not be remembered")
            return True

    async def forget(self, signature: str) -> None:
        """The request came to nothing: it may come again."""
        try:
            await self._counts.clear(self._key(signature))
        except StorageError:
            log.exception("a request's signature could not be forgotten")

    @staticmethod
    def _key(signature: str) -> str:
        return f"signature/{signature}"

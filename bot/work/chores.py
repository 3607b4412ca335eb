"""The background work itself, independent of what calls it: a shared queue or the loop of a single process.

A duty is one check of one watch. It may be called for twice, after a process was killed for example: what was checked
for a `due` already is nothing to do any more.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from bot.cases.values.watch import Watch
from bot.storage.tables.watches import HANDED, Watches

log = logging.getLogger(__name__)
RETRIES = 3
"""Further attempts of a check that failed by our fault or Slack's; after them it is called for `HANDED` later."""
_TOGETHER = 500
"""The most checks handed out in one go."""
MOST_WAITING = 2000
"""Checks that wait for their turn at most; the rest stays in the table of watches until there is room. Some processes
need seconds for as many, and are asked for more every few seconds."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One check of one watch, and the time at which it was due."""

    team: str
    channel: str
    domain: str
    due: float

    @classmethod
    def of(cls, watch: Watch) -> Self:
        return cls(watch.team, watch.channel, watch.domain, watch.due)

    @property
    def watch(self) -> str:
        """Identifies the watch: two of its checks never run at the same time."""
        return f"{self.team}/{self.channel}/{self.domain}"

    @property
    def late(self) -> bool:
        """Whether it may have been begun before, and not finished."""
        return time.time() > self.due + HANDED


class WatchCheck(Protocol):
    """Does one check. Raises whatever stopped it; then it is tried again."""

    async def __call__(self, duty: Duty, *, again: bool) -> None:
        """`again`: it may have been begun before."""
        ...


@dataclass(frozen=True, slots=True)
class Chores:
    """Hands out and does all background work."""

    watches: Watches
    check: WatchCheck
    forget_old: Callable[[], Awaitable[int]]

    async def attempt(self, duty: Duty, tries: int, *, again: bool = False) -> None:
        """One attempt at a check; `tries`: earlier attempts. Raises if another attempt is worth it."""
        try:
            await self.check(duty, again=again or tries > 0 or duty.late)
        except Exception as error:
            if tries >= RETRIES:
                log.exception("a watched domain could not be checked")
                return
            log.warning("a watched domain's check has to wait: %s", type(error).__name__)
            raise

    async def hand_out(self, take: Callable[[Sequence[Duty]], Awaitable[None]], waiting: int) -> None:
        """Hands out the checks that are due, the longest overdue first, until `MOST_WAITING` wait. `waiting`: how many
        were handed out before and are not done."""
        room = MOST_WAITING - waiting
        while room > 0 and (due := await self.watches.due(time.time(), min(room, _TOGETHER))):
            await take([Duty.of(watch) for watch in due])
            await self.watches.mark_queued(due)
            room -= len(due)

    async def forget(self) -> None:
        """Deletes what is too old to be kept."""
        log.info("forgot %d old cases", await self.forget_old())

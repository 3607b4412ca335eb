"""Watches as answers ask for them (`bot.cases.values.watch.Watching`): one workspace's, for one person in a channel."""

import asyncio
import logging
import time
from dataclasses import replace

from bot.cases.over_time.news import known
from bot.cases.over_time.schedule import next_due
from bot.cases.values.watch import Every, Watch, Watched
from bot.domains.values import Report
from bot.storage.database import FAULTS
from bot.storage.tables.watches import Watches

log = logging.getLogger(__name__)
_PATIENCE = 0.5
"""Seconds."""


class ChannelWatching:
    """`user`: who is told when the watches end by themselves."""

    def __init__(self, watches: Watches, team: str, channel: str, user: str) -> None:
        self._watches = watches
        self._team = team
        self._channel = channel
        self._user = user

    async def begin(self, domain: str, every: Every | None, language: str, seen: Report) -> Watch:
        """Watches it from now on. What `seen` could not determine stands as it did, where it was watched already."""
        now = time.time()
        before = await self._watches.get(self._team, self._channel, domain)
        held = await self._watches.seen(before) if before else None
        new = Watch(self._team, self._channel, domain, Every.DAILY, self._user, language, now, 0.0)
        watch = before or new
        watch = replace(watch, every=every or watch.every)
        watch = replace(watch, due=next_due(watch, now, watch.failures))
        await self._watches.put(watch, seen if held is None else known(held, seen))
        return watch

    async def end(self, domain: str) -> bool:
        """Ends its watches in all channels of the workspace; returns whether there were any."""
        return await self._watches.remove(self._team, domain)

    async def is_watched(self, domain: str) -> bool:
        """An answer does not wait for a database in trouble: then the domain counts as not watched."""
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._watches.has(self._team, domain)
        except (TimeoutError, *FAULTS):
            log.warning("whether a domain is watched is not known")
            return False

    async def watched(self) -> tuple[Watched, ...]:
        """All watches of the workspace, sorted by domain."""
        return await self._watches.of_team(self._team)

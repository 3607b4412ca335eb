"""Watches as answers ask for them (`bot.cases.values.watch.Watching`): one workspace's, for one person in a channel."""

import time
from dataclasses import replace

from bot.cases.over_time.news import known
from bot.cases.over_time.schedule import next_due
from bot.cases.values.watch import Every, Watch, Watched
from bot.domains.values import Report
from bot.storage.watches import Watches


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

    async def watched(self) -> tuple[Watched, ...]:
        """All watches of the workspace, sorted by domain."""
        return await self._watches.of_team(self._team)

"""A desk that remembers: every whole check goes into the workspace's history, and domains can be watched."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.values.desk import Checker, Desk
from bot.cases.values.place import Place
from bot.domains.values import Finding, Options, Report
from bot.storage.history import TeamHistory
from bot.storage.store import Store
from bot.storage.watching import ChannelWatching


def remembering(desk: Desk, store: Store, place: Place) -> Desk:
    """The desk for answers to this person in this channel."""
    history = store.history.of_team(place.team)
    watching = ChannelWatching(store.watches, place.team, place.channel, place.user)
    return replace(desk, checker=RememberingChecker(desk.checker, history), history=history, watching=watching)


class RememberingChecker:
    """Checks as another does, and keeps what it finds, beside the answer: that waits for no database."""

    def __init__(self, checker: Checker, history: TeamHistory) -> None:
        self._checker = checker
        self._history = history

    async def check(self, domain: str, options: Options, *, fresh: bool = False) -> AsyncIterator[Report]:
        """See `Checker`."""
        async for report in self._checker.check(domain, options, fresh=fresh):
            if report.done and _comparable(options):
                self._history.keep_beside(report)
            yield report

    async def address(
        self,
        address: str,
        only: frozenset[str],
        *,
        blocklist: str | None = None,
        helo: str | None = None,
        domain: str = "",
        fresh: bool = False,
    ) -> tuple[Finding, ...]:
        """See `Checker`."""
        return await self._checker.address(address, only, blocklist=blocklist, helo=helo, domain=domain, fresh=fresh)


def _comparable(options: Options) -> bool:
    """Whether it is a whole check that another one can be held against: what was asked for one address or one selector
    is not found the next time, and not for that reason fixed."""
    return not (options.only or options.sender_ip or options.selectors or options.forwarded)

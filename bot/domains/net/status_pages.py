"""Providers' status pages, asked at most once in five minutes for everybody."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domains.knowledge.status_pages import StatusPage
from bot.domains.net.fetch import Fetched, Fetcher
from bot.domains.net.status_events import StatusEvent, read

LARGEST = 2_097_152
"""Bytes of an answer: Google's history has about 400 KB."""
KEPT = 300.0
"""Seconds for which an answer holds."""
SILENT = 60.0
"""Seconds after which a page that could not be asked is asked again."""
SECONDS = 2.0
"""For one page, from the first question to the last byte."""


@dataclass(frozen=True, slots=True)
class _Asked:
    at: float
    task: "asyncio.Task[tuple[StatusEvent, ...] | None]"

    def holds(self, now: float) -> bool:
        """Whether its answer is still taken; one that is under way is."""
        if not self.task.done():
            return True
        failed = self.task.cancelled() or self.task.exception() is not None or self.task.result() is None
        return now - self.at < (SILENT if failed else KEPT)


class StatusPages:
    """Long-lived. `fetch` should give up within `SECONDS`. `clock`: seconds that only go forward."""

    def __init__(self, fetch: Fetcher, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._asked: dict[str, _Asked] = {}

    async def events(self, page: StatusPage) -> tuple[StatusEvent, ...] | None:
        """What the page reports of mail, the worst first; None where it could not be asked. Never raises.

        Whoever stops waiting stops nothing: the answer is there for the next one.
        """
        request = self._asked.get(page.url)
        if request is None or not request.holds(self._clock()):
            request = _Asked(self._clock(), asyncio.create_task(self._ask(page)))
            self._asked[page.url] = request
        return await asyncio.shield(request.task)

    async def _ask(self, page: StatusPage) -> tuple[StatusEvent, ...] | None:
        answer = await self._fetch(page.url, limit=LARGEST)
        return read(page, answer.body, datetime.now(UTC)) if answer.outcome is Fetched.OK else None

    async def close(self) -> None:
        """Ends what is still under way."""
        tasks = [request.task for request in self._asked.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

"""What an answer was about and how long it took: measured, logged, and counted for the workspace's week."""

import logging

from bot.cases.answering.counted import counted
from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.case import Case
from bot.cases.values.votes import CountedKind
from bot.ops.metrics import Metrics
from bot.storage.store import Store

log = logging.getLogger(__name__)


class Counting:
    """Counts answers. It never raises: a lost count must not disturb the answer."""

    def __init__(self, metrics: Metrics, store: Store) -> None:
        self._metrics = metrics
        self._store = store

    async def answered(self, answer: AnyAnswer, team: str, before: Case, after: Case, seconds: float) -> None:
        """To be called when an answer is complete; `before` and `after`: the case around it."""
        kind = type(answer).__name__.removesuffix("Answer").lower()
        self._metrics.answered(kind, seconds)
        log.info("answered", extra={"kind": kind, "seconds": round(seconds, 3)})
        things = counted(before, after)
        for thing in things:
            if thing.kind is CountedKind.CAUSE:
                self._metrics.caused(thing.name)
        await self._store.count(team, things)

"""What is asked, written down before Slack hears that it was received; or answered all the same where it cannot be."""

import asyncio
import logging
from collections import OrderedDict

from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.slack.delivery.retries import out_of_reach
from bot.storage.database import FAULTS
from bot.storage.tables.outbox import Outbox, Unsure

log = logging.getLogger(__name__)
_PATIENCE = 2.0
"""Seconds: Slack waits three for the acknowledgement."""
_MOST = 10_000


class Taking:
    """One a process.

    What the database did not take in time is answered without having been written down. That is where an answer may
    come twice, if Slack delivers an event again to another process; or never, if this one ends in that moment.
    """

    def __init__(self, answers: Outbox) -> None:
        self._answers = answers
        self._writing: dict[str, asyncio.Task[bool]] = {}
        """Those that the database is still to write down."""
        self._asked: OrderedDict[str, None] = OrderedDict()
        """What came lately. Slack delivers again what was acknowledged late: just when the database is slow to say that
        it knows it."""

    async def take(self, owed: Owed) -> bool:
        """Whether it was not asked before, as far as anybody can say."""
        if owed.id in self._asked:
            if writing := self._writing.get(owed.id):
                await asyncio.wait([writing], timeout=_PATIENCE)
            return False
        self._asked[owed.id] = None
        while len(self._asked) > _MOST:
            self._asked.popitem(last=False)
        taking = self._writing[owed.id] = asyncio.create_task(self._answers.take(owed))
        await asyncio.wait([taking], timeout=_PATIENCE)
        if taking.done():
            self._writing.pop(owed.id, None)
            if taking.exception() is None:
                return taking.result()
        log.error("a request is answered without having been written down", exc_info=_error(taking))
        return True

    async def one_brought(self, owed: Owed, case: Case, thread_ts: str | None, *, replied: bool) -> Owed:
        """One of its questions is answered: what is left of it, written down."""
        left = owed.after_one(case, thread_ts, replied=replied)
        if left.asked:
            await self._answers.go_on(left)
        return left

    async def brought(self, owed: Owed) -> None:
        """Nothing is owed any more."""
        await self._settled(owed.id)
        await self._answers.brought(owed.id)

    async def leave(self, owed: Owed, seconds: float) -> bool:
        """For whoever looks after so many seconds. False where it cannot be left to anybody: it is written nowhere."""
        try:
            await self._settled(owed.id)
            if await self._answers.leave(owed.id, seconds):
                return True
            return await self._answers.take(owed) and await self._answers.leave(owed.id, seconds)
        except FAULTS:
            log.exception("an answer that has to wait could not be written down")
            return self._answers.written(owed.id)

    async def _settled(self, id: str) -> None:
        """Until it is known whether it was written down after all."""
        late = self._writing.pop(id, None)
        if late is not None:
            await asyncio.wait([late])
            _error(late)


def may_pass(error: Exception) -> bool:
    """Whether Slack or the database was out of reach, which they are not for ever."""
    return out_of_reach(error) or isinstance(error, (*FAULTS, Unsure))


def _error(taking: asyncio.Task[bool]) -> BaseException | None:
    return taking.exception() if taking.done() else None

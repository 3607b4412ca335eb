"""Stores questions before Slack is told that they were received; a question that cannot be stored is answered all the
same."""

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
    """One for each process. A question that the database did not store in time is answered without being stored. That
    is where an answer may come twice, if Slack delivers an event again to another process; or never, if this one ends
    in that moment.
    """

    def __init__(self, answers: Outbox) -> None:
        self._answers = answers
        self._writing: dict[str, asyncio.Task[bool]] = {}
        """Questions that the database is still storing, by id."""
        self._asked: OrderedDict[str, None] = OrderedDict()
        """What came lately. Slack delivers again what was acknowledged late: just when the database is slow to say that
        it knows it."""

    async def took(self, id: str) -> bool:
        """Whether the question came before; waits until it is written down."""
        if id not in self._asked:
            return False
        if writing := self._writing.get(id):
            await asyncio.wait([writing], timeout=_PATIENCE)
        return True

    async def take(self, owed: Owed) -> bool:
        """Whether the question is new, as far as is known."""
        if await self.took(owed.id):
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
        """One of its questions is answered: stores what is left of it."""
        left = owed.after_one(case, thread_ts, replied=replied)
        if left.asked:
            await self._answers.go_on(left)
        return left

    async def brought(self, owed: Owed) -> None:
        """All of it is answered: deletes its row."""
        await self._settled(owed.id)
        await self._answers.brought(owed.id)

    async def leave(self, owed: Owed, seconds: float) -> bool:
        """Leaves it to whichever process looks after so many seconds. False if it cannot be left, because it was never
        stored."""
        try:
            await self._settled(owed.id)
            if await self._answers.leave(owed.id, seconds):
                return True
            return await self._answers.take(owed) and await self._answers.leave(owed.id, seconds)
        except FAULTS:
            log.exception("an answer that has to wait could not be written down")
            return self._answers.written(owed.id)

    async def _settled(self, id: str) -> None:
        """Waits until it is known whether it was written down after all."""
        late = self._writing.pop(id, None)
        if late is not None:
            await asyncio.wait([late])
            _error(late)


def may_pass(error: Exception) -> bool:
    """Whether Slack or the database was out of reach, so that a later attempt may succeed."""
    return out_of_reach(error) or isinstance(error, (*FAULTS, Unsure))


def _error(taking: asyncio.Task[bool]) -> BaseException | None:
    return taking.exception() if taking.done() else None

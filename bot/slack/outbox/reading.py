"""Reads what a question asks when its turn has come: its meaning depends on the case as the question before left it."""

import logging

from bot.cases.asking.texts import read_all
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Asked
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.typed import Refused
from bot.ops.metrics import Metrics
from bot.slack.outbox.deeds import case_soon
from bot.storage.store import Store

log = logging.getLogger(__name__)


class OwedReader:
    """Reads what is owed by the desk's reader, and writes down what was read."""

    def __init__(self, store: Store, desk: Desk, metrics: Metrics) -> None:
        self._store = store
        self._desk = desk
        self._metrics = metrics

    async def case_now(self, place: Place) -> Case | None:
        """The thread's case as the question before left it; None where it was forgotten."""
        return await self._store.cases.case(place.thread)

    async def expect_case(self, place: Place) -> None:
        """Waits a moment where there is no case: Slack may show a message, and have it clicked, before it is known here
        that it was posted. To be called before the thread's turn is taken, which the message's own answer wants."""
        await case_soon(self._store, place.thread)

    async def begin(self, owed: Owed, case: Case) -> Owed:
        """Its turn has come: what it asks is read."""
        begun = owed.begin(case, await self._read(owed, case))
        if begun.asked and not begun.at_once:
            await self._store.outbox.go_on(begun)
        return begun

    async def _read(self, owed: Owed, case: Case) -> tuple[Asked, ...]:
        try:
            return await read_all(owed.asked, case, self._desk.reader)
        except Exception:  # any fault: it is logged, and the user is told
            log.exception("a text could not be read")
            self._metrics.failed()
            return (Refused(Refusal.TRY_AGAIN),)

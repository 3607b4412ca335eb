"""The bot's memory: everything that must outlive a restart, over one database.

What is stored: a case's values (`bot.cases.values.case.Case`) under its thread, with who opened it and when it was last
spoken of; what people chose; counts and votes; watched domains, what their checks found over time, and reports for
outsiders; a workspace's installation, its tokens encrypted; and the ids of events already taken, so that a redelivery
is not answered twice.
"""

import time
import uuid

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.votes import Counted
from bot.storage import schema
from bot.storage.database import engine_for, for_reading, for_single_statements, insert_into
from bot.storage.late import Late
from bot.storage.migrate import prepare
from bot.storage.tables.cases import DAY, Cases
from bot.storage.tables.history import HistoryTable
from bot.storage.tables.orgs import Orgs
from bot.storage.tables.outbox import Outbox
from bot.storage.tables.preferences import Preferences
from bot.storage.tables.reports import Reports
from bot.storage.tables.statistics import Statistics, today
from bot.storage.tables.watches import Watches
from bot.storage.whole_transactions import WholeTransactions

_SEEN_DAYS = 1
"""Slack redelivers within an hour; a day is ample."""
_DOOR_WAIT = 1_500
"""Milliseconds that taking a request waits for another writer in SQLite: Slack waits three seconds for all of it."""


class Store:
    """One instance per process; processes may share the database. Everything belongs to a workspace (`team`)."""

    def __init__(self, url: str, *, case_days: int) -> None:
        self.engine: AsyncEngine = engine_for(url, limited=True)
        self.late = Late()
        self._reading = for_reading(self.engine)
        self._door = WholeTransactions(self.engine, wait=_DOOR_WAIT)
        self._single = for_single_statements(self.engine)
        self.cases = Cases(self._single, self._reading, self.late, case_days)
        self.outbox = Outbox(self._single, self._door, str(uuid.uuid4()), self.late)
        self.preferences = Preferences(self.engine, self._reading)
        self.statistics = Statistics(self.engine)
        self.history = HistoryTable(self.engine)
        self.watches = Watches(self.engine, self.history)
        self.reports = Reports(self.engine)
        self.orgs = Orgs(self.engine)

    async def open(self) -> None:
        """Brings SQLite's tables up to date, and forgets what is too old. Raises NotMigrated, on PostgreSQL."""
        await prepare(self.engine)
        await self.forget_old()

    async def close(self) -> None:
        await self.history.written()
        await self.late.finish()
        for more in (self._reading, self._door, self._single):
            await more.dispose()
        await self.engine.dispose()

    async def count(self, team: str, things: tuple[Counted, ...]) -> None:
        """Counts each once more; later, if the database is out of reach."""
        day = today()
        await self.late.write(("count", uuid.uuid4()), lambda: self.statistics.count(team, things, day))

    async def first_time(self, event_id: str, team: str) -> bool:
        """Whether this event of the workspace's was not taken before; it counts as taken from now on."""
        new = insert_into(schema.seen_events, self.engine).values(event=event_id, team=team, at=time.time())
        async with self.engine.begin() as connection:
            taken = await connection.execute(new.on_conflict_do_nothing())
        return taken.rowcount == 1

    async def forget_old(self) -> int:
        """Deletes what is too old to be kept; returns the number of cases."""
        gone = await self.cases.forget_old()
        for kept in (self.statistics, self.history, self.reports):
            await kept.forget_old()
        seen = schema.seen_events
        async with self.engine.begin() as connection:
            await connection.execute(delete(seen).where(seen.c.at < time.time() - _SEEN_DAYS * DAY))
        return gone

    async def forget_team(self, team: str) -> None:
        """Deletes everything of a workspace: its installation, cases, watches, history and the rest."""
        async with self.engine.begin() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                column = table.c.get("team", table.c.get("team_id"))
                if column is not None:
                    await connection.execute(delete(table).where(column == team))
        self.preferences.forget(team)
        self.orgs.left(team)

    async def forget_org(self, org: str) -> None:
        """Deletes everything of an organization that had installed the bot as a whole."""
        for team in await self.orgs.teams(org):
            await self.forget_team(team)
        await self.orgs.forget(org)

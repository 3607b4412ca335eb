"""Cases by their thread: what a thread is about, who opened it, and when it was last used."""

import time
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.case import Case, Thread
from bot.storage.database import insert_into
from bot.storage.late import Late
from bot.storage.schema import cases
from bot.storage.tables.stored import CASE, case_of, read

DAY = 86_400


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A case in the list of the person who opened it."""

    thread: Thread
    case: Case
    touched: float
    """When it was last used; Unix time in seconds."""


class Cases:
    """The table `cases`. `reading`: connections that wait for no writer; `days`: how long a case is kept after it was
    last spoken of. While the database is out of reach, only this process knows a new case."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine, late: Late, days: int) -> None:
        self._engine = engine
        self._reading = reading
        self._late = late
        self._days = days
        self._unwritten: dict[Thread, Case] = {}
        new = insert_into(cases, engine)
        self._replace = new.on_conflict_do_update(
            index_elements=[cases.c.team, cases.c.channel, cases.c.thread],
            set_={"case": new.excluded.case, "touched": new.excluded.touched},
        )

    async def case(self, thread: Thread) -> Case | None:
        """The thread's case, or None if the thread is not one of the bot's. See `case_of` for one that was damaged."""
        if (unwritten := self._unwritten.get(thread)) is not None:
            return unwritten
        query = select(cases.c.case).where(*_is(thread))
        async with self._reading.connect() as connection:
            stored = (await connection.execute(query)).scalar_one_or_none()
        return None if stored is None else case_of(stored)

    async def keep(self, thread: Thread, case: Case, asker: str = "") -> None:
        """Replaces the thread's case; later, if the database is out of reach. It still belongs to the person who opened
        it."""
        self._unwritten[thread] = case
        await self._late.write(("case", thread), lambda: self._write(thread, case, asker))

    async def _write(self, thread: Thread, case: Case, asker: str) -> None:
        row = {
            "team": thread.team,
            "channel": thread.channel,
            "thread": thread.ts,
            "asker": asker,
            "case": CASE.dump_json(case, exclude_defaults=True).decode(),
            "touched": time.time(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(self._replace, row)
        if self._unwritten.get(thread) is case:
            del self._unwritten[thread]

    async def recent(self, team: str, asker: str, limit: int = 10) -> tuple[RecentCase, ...]:
        """The cases that this user opened in this workspace, the most recent first."""
        query = (
            select(cases)
            .where(cases.c.team == team, cases.c.asker == asker)
            .order_by(cases.c.touched.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            RecentCase(Thread(row.team, row.channel, row.thread), case, row.touched)
            for row in rows
            if (case := read(CASE, row.case)) is not None
        )

    async def forget_old(self) -> int:
        """Deletes cases that were not used for the days they are kept; returns how many."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(cases).where(cases.c.touched < time.time() - self._days * DAY))
        return gone.rowcount


def _is(thread: Thread) -> tuple[ColumnElement[bool], ...]:
    return (cases.c.team == thread.team, cases.c.channel == thread.channel, cases.c.thread == thread.ts)

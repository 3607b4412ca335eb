"""Cases and seen events in SQLite or PostgreSQL, by SQLAlchemy Core.

What is stored: a case's values (`bot.cases.case.Case`) as JSON under its thread, with the day it was last spoken of;
and the ids of events already taken, so that a redelivery is not answered twice.
"""

import time

from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, Float, MetaData, String, Table, Text, delete, event, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.cases.case import Case, Thread

_DAY = 86_400
_SEEN_DAYS = 1
"""Slack redelivers within an hour; a day is ample."""

_metadata = MetaData()
_cases = Table(
    "cases",
    _metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("thread", String(32), primary_key=True),
    Column("case", Text, nullable=False),
    Column("touched", Float, nullable=False, index=True),
)
_seen = Table(
    "seen_events",
    _metadata,
    Column("event", String(128), primary_key=True),
    Column("at", Float, nullable=False, index=True),
)
_as_json = TypeAdapter(Case)


class Store:
    """The bot's memory. One a process; several processes may share the database."""

    def __init__(self, url: str, *, case_days: int) -> None:
        self._engine = _engine(url)
        self._case_days = case_days

    async def open(self) -> None:
        """Creates what is not there yet, and forgets what is too old."""
        async with self._engine.begin() as connection:
            await connection.run_sync(_metadata.create_all)
        await self.forget_old()

    async def close(self) -> None:
        await self._engine.dispose()

    async def case(self, thread: Thread) -> Case | None:
        """The thread's case, or None where the thread is none of the bot's."""
        query = select(_cases.c.case).where(*_is(thread))
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return None if found is None else _as_json.validate_json(found)

    async def keep(self, thread: Thread, case: Case) -> None:
        """Puts the thread's case in place of the one before."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(_cases).where(*_is(thread)))
            await connection.execute(
                _cases.insert().values(
                    team=thread.team,
                    channel=thread.channel,
                    thread=thread.ts,
                    case=_as_json.dump_json(case, exclude_defaults=True).decode(),
                    touched=time.time(),
                )
            )

    async def first_time(self, event_id: str) -> bool:
        """Whether this event was not taken before; it counts as taken from now on."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(_seen.insert().values(event=event_id, at=time.time()))
        except IntegrityError:
            return False
        return True

    async def forget_old(self) -> int:
        """Deletes cases not spoken of for the kept days; says how many."""
        now = time.time()
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(_cases).where(_cases.c.touched < now - self._case_days * _DAY))
            await connection.execute(delete(_seen).where(_seen.c.at < now - _SEEN_DAYS * _DAY))
        return gone.rowcount


def _is(thread: Thread) -> tuple[ColumnElement[bool], ...]:
    return (_cases.c.team == thread.team, _cases.c.channel == thread.channel, _cases.c.thread == thread.ts)


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _sqlite_for_many)
    return engine


def _sqlite_for_many(connection: Connection, _: object) -> None:
    """Readers do not wait for a writer, a writer waits instead of failing, and a commit does not wait for the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

"""What checks found over time: stretches of checks that found the same, a year of them."""

import time
from dataclasses import dataclass
from hashlib import sha256

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.cases.history import DAYS, FindingMark, RecordMark, Stretch, marks
from bot.domains.values import Report
from bot.storage.database import insert_into
from bot.storage.schema import history

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Marks:
    findings: tuple[FindingMark, ...]
    records: tuple[RecordMark, ...]


_as_json = TypeAdapter(_Marks)


class HistoryTable:
    """The table `history`. Times are Unix times, in seconds."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    def of_team(self, team: str) -> "TeamHistory":
        """One workspace's, as answers ask for it (`bot.cases.history.History`)."""
        return TeamHistory(self, team)

    async def keep(self, team: str, report: Report, at: float) -> None:
        """Remembers a whole check that was done then."""
        async with self._engine.begin() as connection:
            await self.keep_over(connection, team, report, at)

    async def keep_over(self, connection: AsyncConnection, team: str, report: Report, at: float) -> None:
        """The same within somebody's transaction: the last stretch grows, or another begins."""
        found = _as_json.dump_json(_Marks(*marks(report))).decode()
        digest = sha256(found.encode()).hexdigest()
        of_domain = (history.c.team == team, history.c.domain == report.domain)
        newest = select(func.max(history.c.first)).where(*of_domain).scalar_subquery()
        grow = update(history).where(*of_domain, history.c.first == newest, history.c.digest == digest)
        grown = await connection.execute(grow.values(last=at, times=history.c.times + 1))
        if grown.rowcount == 0:
            row = {"team": team, "domain": report.domain, "first": at, "last": at, "times": 1}
            new = insert_into(history, self._engine).values(**row, digest=digest, marks=found)
            await connection.execute(new.on_conflict_do_nothing())

    async def of(self, team: str, domain: str) -> tuple[Stretch, ...]:
        """The domain's stretches, the oldest first."""
        query = select(history).where(history.c.team == team, history.c.domain == domain).order_by(history.c.first)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        found: list[Stretch] = []
        for row in rows:
            held = _as_json.validate_json(row.marks)
            found.append(Stretch(row.first, row.last, row.times, held.findings, held.records))
        return tuple(found)

    async def forget_old(self) -> None:
        """Deletes what ended longer ago than is kept."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(history).where(history.c.last < time.time() - DAYS * _DAY))


class TeamHistory:
    """One workspace's history."""

    def __init__(self, table: HistoryTable, team: str) -> None:
        self._table = table
        self._team = team

    async def keep(self, report: Report) -> None:
        """Remembers a whole check that is just done."""
        await self._table.keep(self._team, report, time.time())

    async def of(self, domain: str) -> tuple[Stretch, ...]:
        """The domain's stretches, the oldest first."""
        return await self._table.of(self._team, domain)

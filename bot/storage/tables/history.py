"""What checks found over time: stretches of checks that found the same, a year of them."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.cases.values.history import DAYS, FindingMark, HistoryOutOfReach, RecordMark, Stretch, marks
from bot.domains.values import Report
from bot.storage.database import FAULTS, insert_into
from bot.storage.schema import history
from bot.storage.tables.stored import read

log = logging.getLogger(__name__)
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
        self._writing: set[asyncio.Task[None]] = set()

    def of_team(self, team: str) -> "TeamHistory":
        """One workspace's, as answers ask for it (`bot.cases.values.history.History`)."""
        return TeamHistory(self, team)

    async def keep(self, team: str, report: Report, at: float) -> None:
        """Remembers a whole check that was done then."""
        async with self._engine.begin() as connection:
            await self.keep_over(connection, team, report, at)

    def keep_beside(self, team: str, report: Report, at: float) -> None:
        """The same in the background; a database that fails is logged."""
        writing = asyncio.create_task(self._keep_or_log(team, report, at))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)

    async def written(self) -> None:
        """Waits until all that is stored in the background is written."""
        await asyncio.gather(*self._writing)

    async def _keep_or_log(self, team: str, report: Report, at: float) -> None:
        try:
            await self.keep(team, report, at)
        except FAULTS:
            log.exception("a check was not kept")

    async def keep_over(self, connection: AsyncConnection, team: str, report: Report, at: float) -> None:
        """The same within somebody's transaction: the last stretch grows, or another begins."""
        content = _as_json.dump_json(_Marks(*marks(report))).decode()
        digest = sha256(content.encode()).hexdigest()
        of_domain = (history.c.team == team, history.c.domain == report.domain)
        newest = select(func.max(history.c.first)).where(*of_domain).scalar_subquery()
        grow = update(history).where(*of_domain, history.c.first == newest, history.c.digest == digest)
        grown = await connection.execute(grow.values(last=at, times=history.c.times + 1))
        if grown.rowcount == 0:
            row = {"team": team, "domain": report.domain, "first": at, "last": at, "times": 1}
            new = insert_into(history, self._engine).values(**row, digest=digest, marks=content)
            await connection.execute(new.on_conflict_do_nothing())

    async def of(self, team: str, domain: str) -> tuple[Stretch, ...]:
        """The domain's stretches, the oldest first."""
        query = select(history).where(history.c.team == team, history.c.domain == domain).order_by(history.c.first)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        # Two that began in the same moment, in two processes, are two rows of what is one stretch.
        alike = (list(same) for _, same in groupby(rows, key=lambda row: row.digest))
        return tuple(stretch for same in alike if (stretch := _stretch(same)) is not None)

    async def forget_old(self) -> None:
        """Deletes stretches that ended too long ago."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(history).where(history.c.last < time.time() - DAYS * _DAY))


def _stretch(same: Sequence[Row[*tuple[Any, ...]]]) -> Stretch | None:
    """None where it cannot be read."""
    held = read(_as_json, same[0].marks)
    if held is None:
        return None
    last, times = max(row.last for row in same), sum(row.times for row in same)
    return Stretch(same[0].first, last, times, held.findings, held.records)


class TeamHistory:
    """One workspace's history."""

    def __init__(self, table: HistoryTable, team: str) -> None:
        self._table = table
        self._team = team

    async def keep(self, report: Report) -> None:
        """Remembers a whole check that is just done."""
        await self._table.keep(self._team, report, time.time())

    def keep_beside(self, report: Report) -> None:
        """The same in the background."""
        self._table.keep_beside(self._team, report, time.time())

    async def of(self, domain: str) -> tuple[Stretch, ...]:
        """The domain's stretches, the oldest first. Raises HistoryOutOfReach."""
        try:
            return await self._table.of(self._team, domain)
        except FAULTS as error:
            raise HistoryOutOfReach from error

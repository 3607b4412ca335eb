"""Reports as they were when somebody made a link to them, until the link expires."""

import secrets
import time
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domains.values import Report
from bot.storage.schema import reports
from bot.storage.tables.stored import read

_BYTES = 24
"""Random bytes in an id, so that it cannot be guessed."""
_LONGEST_NAME = 200
_as_json = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report, and the language that it is to be shown in. Times are Unix times, in seconds."""

    report: Report
    language: str
    made: float
    until: float
    author: str
    """The workspace's name; empty where it was not known."""


class Reports:
    """The table `reports`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def put(self, team: str, report: Report, language: str, until: float, author: str = "") -> str:
        """Stores it until then; returns its id, which is safe in a URL."""
        key = secrets.token_urlsafe(_BYTES)
        written = _as_json.dump_json(report, exclude_defaults=True).decode()
        row = {
            "id": key,
            "team": team,
            "language": language,
            "report": written,
            "made": time.time(),
            "until": until,
            "author": author[:_LONGEST_NAME],
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(reports).values(**row))
        return key

    async def get(self, id: str) -> StoredReport | None:
        """The report; None if there is none with that id, it has expired, or it cannot be read."""
        query = select(reports).where(reports.c.id == id, reports.c.until > time.time())
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        report = None if row is None else read(_as_json, row.report)
        if row is None or report is None:
            return None
        return StoredReport(report, row.language, row.made, row.until, row.author)

    async def forget_old(self) -> None:
        """Deletes those that have expired."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(reports).where(reports.c.until < time.time()))

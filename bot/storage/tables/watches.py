"""Watches: which domains are checked regularly, for whom, when next, and what was found last.

A check is named by the time it was due at. `ready` is when a watch is to be handed to whoever does the checks: its due
time, or, once it was handed over, the time after which that counts as lost. So one index finds what is due, however
many watches there are.
"""

import time
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.watch import MOST, Every, TooManyWatches, Watch, Watched
from bot.domains.values import Report, Status
from bot.storage.database import insert_into
from bot.storage.schema import watches
from bot.storage.tables.history import HistoryTable
from bot.storage.tables.stored import read

HANDED = 3600.0
"""Seconds after which a check that was handed over and is not done is handed over again."""
_TOGETHER = 100
_as_json = TypeAdapter(Report)
_c = watches.c
_WATCH = (_c.team, _c.channel, _c.domain, _c.every, _c.user, _c.language, _c.since, _c.due, _c.failures)


class Watches:
    """The table `watches`. Times are Unix times, in seconds."""

    def __init__(self, engine: AsyncEngine, history: HistoryTable) -> None:
        self._engine = engine
        self._history = history

    async def put(self, watch: Watch, seen: Report) -> None:
        """Watches it from now on; one that is there stays whose it was, and changes how often it is checked and what
        it is held against. Raises TooManyWatches."""
        anew = {"every": watch.every, "due": watch.due, "ready": watch.due, **_seen(seen)}
        row = {"team": watch.team, "channel": watch.channel, "domain": watch.domain, "user": watch.user}
        new = {"language": watch.language, "since": watch.since, "failures": watch.failures}
        others = select(func.count(_c.domain.distinct())).where(_c.team == watch.team, _c.domain != watch.domain)
        async with self._engine.begin() as connection:
            if (await connection.execute(update(watches).where(_is(watch)).values(**anew))).rowcount:
                return
            if (await connection.execute(others)).scalar_one() >= MOST:
                raise TooManyWatches
            fresh = insert_into(watches, self._engine).values(**row, **new, **anew)
            key = list(watches.primary_key)
            await connection.execute(fresh.on_conflict_do_update(index_elements=key, set_=anew))

    async def remove(self, team: str, domain: str) -> bool:
        """Whether any channel of the workspace watched it; none does any more."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(watches).where(_c.team == team, _c.domain == domain))
        return gone.rowcount > 0

    async def remove_channel(self, team: str, channel: str) -> tuple[Watch, ...]:
        """Ends all watches of a channel; returns them, sorted by domain."""
        ended = delete(watches).where(_c.team == team, _c.channel == channel).returning(*_WATCH)
        async with self._engine.begin() as connection:
            rows = (await connection.execute(ended)).all()
        return tuple(sorted(map(_watch, rows), key=lambda watch: watch.domain))

    async def of_team(self, team: str) -> tuple[Watched, ...]:
        """All watches of the workspace, sorted by domain."""
        query = select(*_WATCH, _c.worst, _c.checked).where(_c.team == team).order_by(_c.domain, _c.channel)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Watched(_watch(row), Status(row.worst) if row.worst else None, row.checked) for row in rows)

    async def get(self, team: str, channel: str, domain: str) -> Watch | None:
        """The watch as it stands now."""
        query = select(*_WATCH).where(_c.team == team, _c.channel == channel, _c.domain == domain)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _watch(row)

    async def has(self, team: str, domain: str) -> bool:
        """Whether any channel of the workspace watches the domain."""
        query = select(_c.domain).where(_c.team == team, _c.domain == domain).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

    async def due(self, before: float, limit: int) -> tuple[Watch, ...]:
        """Those to be checked by then that nobody was given, the one that waits longest first."""
        query = select(*_WATCH).where(_c.ready <= before).order_by(_c.ready).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(_watch, rows))

    async def mark_queued(self, queued: Sequence[Watch], until: float | None = None) -> None:
        """They were handed over; they are again from `until` on (by default `HANDED` later), if not done by then."""
        after = time.time() + HANDED if until is None else until
        async with self._engine.begin() as connection:
            for start in range(0, len(queued), _TOGETHER):
                these = or_(*(and_(_is(watch), _c.due == watch.due) for watch in queued[start : start + _TOGETHER]))
                await connection.execute(update(watches).where(these).values(ready=after))

    async def seen(self, watch: Watch) -> Report | None:
        """The report that the next check is compared with; None if the domain is not watched any more. Where it cannot
        be read, the domain counts as not checked yet."""
        async with self._engine.connect() as connection:
            stored = (await connection.execute(select(_c.seen).where(_is(watch)))).scalar_one_or_none()
        return None if stored is None else read(_as_json, stored) or Report(watch.domain, ())

    async def checked(self, watch: Watch, seen: Report, report: Report, due: float, failures: int) -> bool:
        """The check that was due is done, and the next is due then; it goes into the history with that.

        False where it was done already, or is not wanted any more: then nothing is written. `report`: what it found;
        `seen`: what the next one is held against.
        """
        now = time.time()
        next_one = {"due": due, "ready": due, "failures": failures, **_seen(seen, now)}
        async with self._engine.begin() as connection:
            mine = update(watches).where(_is(watch), _c.due == watch.due).values(**next_one)
            if (await connection.execute(mine)).rowcount != 1:
                return False
            await self._history.keep_over(connection, watch.team, report, now)
        return True


def _is(watch: Watch) -> ColumnElement[bool]:
    return and_(_c.team == watch.team, _c.channel == watch.channel, _c.domain == watch.domain)


def _seen(report: Report, at: float | None = None) -> dict[str, object]:
    """A report without a finding is of a domain that was not checked yet."""
    worst = max((finding.status for finding in report.findings), key=lambda status: status.rank, default=None)
    checked = at or (time.time() if report.findings else None)
    return {"seen": _as_json.dump_json(report, exclude_defaults=True).decode(), "worst": worst, "checked": checked}


def _watch(row: Row[*tuple[Any, ...]]) -> Watch:
    every = Every(row.every)
    return Watch(row.team, row.channel, row.domain, every, row.user, row.language, row.since, row.due, row.failures)

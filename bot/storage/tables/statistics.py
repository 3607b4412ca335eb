"""What a workspace's answers were about, counted by day, and how people judged them.

No message, domain or address is counted: codes, causes, and the names of rules and findings.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import case, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.votes import Counted, CountedKind, Judged, JudgedKind
from bot.storage.database import insert_into
from bot.storage.schema import counts, votes

LONGEST_REASON = 500
KEPT = timedelta(days=400)
"""A year, and what is compared with the month before it."""


@dataclass(frozen=True, slots=True)
class Count:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class VoteTally:
    """How often an answer by this rule, or with this finding, was found right and wrong."""

    name: str
    positive: int
    negative: int


@dataclass(frozen=True, slots=True)
class VoteReason:
    """Why an answer by this rule, or with this finding, was found wrong; from outside."""

    kind: JudgedKind
    name: str
    reason: str


class Statistics:
    """The tables `counts` and `votes`. A day is a day of UTC."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self, team: str, things: tuple[Counted, ...], day: date | None = None) -> None:
        """Counts each once more."""
        if not things:
            return
        key = [counts.c.team, counts.c.day, counts.c.kind, counts.c.name]
        new = insert_into(counts, self._engine).on_conflict_do_update(
            index_elements=key, set_={"count": counts.c.count + 1}
        )
        # In one order everywhere, so that two answers at once do not wait for each other for ever.
        ordered = sorted(things, key=lambda thing: (thing.kind, thing.name))
        when = day or today()
        rows = [{"team": team, "day": when, "kind": thing.kind, "name": thing.name, "count": 1} for thing in ordered]
        async with self._engine.begin() as connection:
            await connection.execute(new, rows)

    async def most_frequent(self, team: str, kind: CountedKind, *, days: int = 7, limit: int = 10) -> tuple[Count, ...]:
        """The workspace's most frequent codes or causes of the last days, today among them, most frequent first."""
        total = func.sum(counts.c.count)
        query = (
            select(counts.c.name, total)
            .where(counts.c.team == team, counts.c.kind == kind, counts.c.day > today() - timedelta(days=days))
            .group_by(counts.c.name)
            .order_by(total.desc(), counts.c.name)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return tuple(Count(name, int(count)) for name, count in await connection.execute(query))

    async def vote(
        self,
        team: str,
        channel: str,
        message: str,
        user: str,
        judged: tuple[Judged, ...],
        *,
        positive: bool,
        reason: str = "",
    ) -> None:
        """What a user thinks of a message's answer, for each rule or finding in it; a later vote replaces theirs.

        `reason`: what was wrong, in their words, without anybody's address; cut to `LONGEST_REASON`.
        """
        now = {"positive": positive, "day": today(), "reason": reason[:LONGEST_REASON]}
        async with self._engine.begin() as connection:
            for subject in judged:
                row = {"team": team, "channel": channel, "message": message, "user": user}
                new = insert_into(votes, self._engine).values(**row, kind=subject.kind, name=subject.name, **now)
                await connection.execute(new.on_conflict_do_update(index_elements=list(votes.primary_key), set_=now))

    async def tallies(self, kind: JudgedKind, team: str | None = None) -> tuple[VoteTally, ...]:
        """One workspace's votes, or all workspaces' together, those most often found wrong first."""
        good = func.sum(case((votes.c.positive, 1), else_=0))
        bad = func.sum(case((votes.c.positive, 0), else_=1))
        query = (
            select(votes.c.name, good, bad)
            .where(votes.c.kind == kind, true() if team is None else votes.c.team == team)
            .group_by(votes.c.name)
            .order_by(bad.desc(), votes.c.name)
        )
        async with self._engine.connect() as connection:
            return tuple(VoteTally(name, int(up), int(down)) for name, up, down in await connection.execute(query))

    async def reasons(self, limit: int = 50) -> tuple[VoteReason, ...]:
        """What people of all workspaces said was wrong, the newest first."""
        query = (
            select(votes.c.kind, votes.c.name, votes.c.reason)
            .where(votes.c.reason != "")
            .order_by(votes.c.day.desc(), votes.c.message.desc(), votes.c.kind, votes.c.name)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            rows = await connection.execute(query)
            return tuple(VoteReason(JudgedKind(kind), name, reason) for kind, name, reason in rows)

    async def forget_old(self) -> None:
        """Deletes what is too old to be kept."""
        async with self._engine.begin() as connection:
            for table in (counts, votes):
                await connection.execute(delete(table).where(table.c.day < today() - KEPT))


def today() -> date:
    """Today, in UTC."""
    return datetime.now(UTC).date()

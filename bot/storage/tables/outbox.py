"""Answers that are owed: accepted once, held by one process at a time, deleted when they have been delivered.

A process holds its answers for `HOLD` seconds and renews that while it lives. What nobody holds any more, because its
process was killed, is claimed by whichever process looks next. A process that was paused does not know that time went
by, so it asks its own clock before it shows anything, and claims what it may hold no longer. The time that all go by
is the database's, for machines' clocks differ.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Float, case, cast, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.owed import Owed
from bot.storage.database import FAULTS, SQLITE, insert_into
from bot.storage.late import Late
from bot.storage.schema import owed, seen_events
from bot.storage.tables.stored import OWED, owed_of
from bot.storage.whole_transactions import WholeTransactions

HOLD = 10.0
"""Seconds; a process that did not renew for so long counts as dead. Who was paused claims again before it posts, so
nothing is doubled for that, however short it is. What it has to outlast is a post that was under way when its process
stopped, and that Slack has not done yet when another process looks for it. Shorter pauses cost no work done twice; an
asker waits so long after a crash."""
_DOUBTFUL = HOLD / 2
"""Seconds since an answer was last renewed, after which its holder no longer relies on its own memory."""
_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Orphan:
    """An answer that no process held any more, now held by the one that found it."""

    owed: Owed
    readable: bool
    """False: of what was stored only its place is known, and perhaps not even that; see `owed_of`."""
    ts: str | None
    """The message that it was shown in; None if there was none, or if it was not recorded."""
    tries: int
    """How many times it was begun before."""
    deaths: int
    """How many times its process ended or stood still without releasing it."""
    taken: float
    """Unix time, seconds."""


class Unsure(Exception):  # noqa: N818  it may pass
    """The database does not say whether this process still holds the answer."""


class Lost(Exception):  # noqa: N818  it is nobody's fault
    """Another process holds the answer now, and will deliver it."""


class Outbox:
    """The table `owed`. `door`: a connection for taking alone, which Slack waits for; `holder`: a name that no other
    process has; `clock`: seconds, never set back; `id`: of an `Owed`. What could not be written down when it was asked
    is answered all the same, and what would be noted of it is not."""

    def __init__(
        self,
        engine: AsyncEngine,
        door: WholeTransactions,
        holder: str,
        late: Late,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._door = door
        self._holder = holder
        self._late = late
        self._clock = clock
        self._renewed: dict[str, float] = {}
        """When each was last known to be held here, by `clock`."""
        self._brought: set[str] = set()
        """Answers that are delivered, but whose rows could not be deleted yet."""
        self._coming: list[tuple[Owed, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def take(self, answer: Owed) -> bool:
        """Whether the question is new. If it is, it is stored, and its answer is owed.

        Many asked in one moment are written down together: one commit costs hardly more than one row.
        """
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._coming.append((answer, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_down())
        return await written

    async def _write_down(self) -> None:
        while self._coming:
            batch, self._coming = self._coming[:_TOGETHER], self._coming[_TOGETHER:]
            try:
                new = await self._taken([answer for answer, _ in batch])
            except Exception as error:  # noqa: BLE001  # it is raised to each that waits
                for _, written in batch:
                    if not written.done():
                        written.set_exception(error)
            else:
                for answer, written in batch:
                    first = answer.id in new
                    new.discard(answer.id)  # of two alike in one moment the first is new
                    if not written.done():
                        written.set_result(first)

    async def _taken(self, answers: Sequence[Owed]) -> set[str]:
        """The ids of those that are new. Rows are parameters: a statement with rows in it would be put together anew
        for each number of them."""
        began = self._clock()
        new = await self._door.do(partial(self._insert, answers))
        self._renewed |= dict.fromkeys(new, began)
        return new

    def _insert(self, answers: Sequence[Owed], connection: Connection) -> set[str]:
        now = self._now()
        seen = [{"team": answer.place.team, "event": answer.key, "at": time.time()} for answer in answers]
        insertion = insert_into(seen_events, self._engine).on_conflict_do_nothing()
        inserted = connection.execute(insertion.returning(seen_events.c.team, seen_events.c.event), seen)
        new = {f"{team}/{event}" for team, event in inserted}
        rows = {
            answer.id: {"key": answer.id, "team": answer.place.team, "answer": _json(answer)}
            for answer in answers
            if answer.id in new
        }
        if rows:
            held = owed.insert().values(taken=now, tries=0, holder=self._holder, until=now + HOLD)
            connection.execute(held, list(rows.values()))
        return new

    async def hold(self, id: str) -> None:
        """To be called before anything is shown. Raises Lost where another process holds it, Unsure where nobody can
        say."""
        renewed = self._renewed.get(id)
        if renewed is None or self._clock() - renewed < _DOUBTFUL:
            return
        try:
            await self._change(id)
        except FAULTS:  # a database that takes no writes lets nobody else claim it either
            if await self._holder_of(id) != self._holder:
                raise Lost(id) from None

    async def _holder_of(self, id: str) -> str | None:
        try:
            async with self._engine.connect() as connection:
                rows = await connection.execute(select(owed.c.holder).where(owed.c.key == id))
                return rows.scalar_one_or_none()
        except FAULTS as error:
            raise Unsure(id) from error

    def written(self, id: str) -> bool:
        """Whether it is stored and held by this process."""
        return id in self._renewed

    async def posted(self, id: str, ts: str) -> None:
        """Records the answer's message; later, if the database is out of reach. Raises Lost."""
        await self._late.write(("owed", id), lambda: self._change(id, ts=ts))

    async def go_on(self, left: Owed) -> None:
        """Records what is left of it, which has no message yet; later, if the database is out of reach. Raises Lost."""
        await self._late.write(("owed", left.id), lambda: self._change(left.id, answer=_json(left), ts=None))

    async def brought(self, id: str) -> None:
        """Deletes an answer that is delivered; later, if the database is out of reach."""
        if id in self._renewed:
            self._brought.add(id)
            await self._late.write(("owed", id), lambda: self._cross_out(id))

    async def _cross_out(self, id: str) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(owed).where(*self._mine(id)))
        self._brought.discard(id)
        self._renewed.pop(id, None)

    async def leave(self, id: str, seconds: float) -> bool:
        """For whoever looks after so many seconds, or twice as many with each time that it was begun again. False where
        it was never written down."""
        if id not in self._renewed:
            return False
        until = self._now() + seconds * literal(1).bitwise_lshift(owed.c.tries)
        async with self._engine.begin() as connection:
            await connection.execute(update(owed).where(*self._mine(id)).values(holder="", until=until))
        self._renewed.pop(id, None)
        return True

    async def renew(self, ids: Collection[str]) -> None:
        """Renews the hold on those that this process holds."""
        began, held = self._clock(), [id_ for id_ in (*ids, *self._brought) if id_ in self._renewed]
        if not held:
            return
        renewed = update(owed).where(owed.c.key.in_(held), owed.c.holder == self._holder)
        async with self._engine.begin() as connection:
            rows = await connection.execute(renewed.values(until=self._now() + HOLD).returning(owed.c.key))
            still = set(rows.scalars())
        # Who is not among them is another's; its next step here finds out by itself.
        self._renewed |= dict.fromkeys(still & self._renewed.keys(), began)

    async def orphans(self, besides: Collection[str] = (), limit: int = 100) -> Sequence[Orphan]:
        """Claims what nobody holds, the longest owed first. What several look for at once only one of them gets.
        `besides`: what is under way here, whatever the database says of it."""
        began, now = self._clock(), self._now()
        ours = {*besides, *self._brought}
        async with self._engine.connect() as connection:
            free = select(owed.c.key).where(owed.c.until < now).order_by(owed.c.taken).limit(limit + len(ours))
            keys = [key for key in (await connection.execute(free)).scalars() if key not in ours]
        if not keys:
            return ()
        died = case((owed.c.holder == "", 0), else_=1)
        # A row that another process is writing, or has locked and then stopped, must not keep the others waiting.
        unlocked = select(owed.c.key).where(owed.c.key.in_(keys), owed.c.until < now).with_for_update(skip_locked=True)
        claim = (
            update(owed)
            .where(owed.c.key.in_(unlocked))
            .values(holder=self._holder, until=now + HOLD, tries=owed.c.tries + 1, deaths=owed.c.deaths + died)
            .returning(owed)
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(claim)).all()
        self._renewed |= dict.fromkeys((row.key for row in rows), began)
        orphans = [
            Orphan(*owed_of(row.answer, row.key, row.team), row.ts, row.tries, row.deaths, row.taken)
            for row in rows
            if row.key not in self._brought  # it may have come to its end here while the database looked
        ]
        return sorted(orphans, key=lambda orphan: orphan.taken)

    async def suspect(self, id: str, deaths: int) -> None:
        """From now on it counts as one whose process ended so often. Raises Lost."""
        await self._change(id, deaths=deaths)

    async def _change(self, id: str, **to: str | int | None) -> None:
        """And holds it on."""
        if id not in self._renewed:
            return
        began = self._clock()
        async with self._engine.begin() as connection:
            held = update(owed).where(*self._mine(id)).values(until=self._now() + HOLD, **to)
            changed = await connection.execute(held)
        if changed.rowcount != 1:
            raise Lost(id)
        self._renewed[id] = began

    def _mine(self, id: str) -> tuple[ColumnElement[bool], ...]:
        return (owed.c.key == id, owed.c.holder == self._holder)

    def _now(self) -> ColumnElement[float]:
        """Unix time, seconds. SQLite has no clock but this machine's, which all who share its file share."""
        if self._engine.dialect.name == SQLITE:
            return literal(time.time(), Float)
        return cast(func.extract("epoch", func.now()), Float)


def _json(answer: Owed) -> str:
    return OWED.dump_json(answer.discreet(), exclude_defaults=True).decode()

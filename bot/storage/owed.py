"""Answers that are owed: taken on once, held by one process at a time, gone when they are brought.

A process holds its answers for `HOLD` seconds and renews that while it lives. What nobody holds any more, because its
process was killed, is claimed by whichever process looks next.
"""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.owed import Owed
from bot.storage.database import insert_into
from bot.storage.schema import owed, seen_events

HOLD = 6.0
"""Seconds; a process that did not renew for so long counts as dead."""
_TOGETHER = 200
_as_json = TypeAdapter(Owed)


@dataclass(frozen=True, slots=True)
class Orphan:
    """An answer whose process ended, now held by who found it."""

    owed: Owed
    ts: str | None
    """The message that it was being shown in; None where it had none, or nobody came to write it down."""
    tries: int
    """How often it was begun before."""
    taken: float
    """Unix time, seconds."""


class Lost(Exception):  # noqa: N818  it is nobody's fault
    """Another process holds the answer now, and will bring it."""


class OwedAnswers:
    """The table `owed`. `door`: a connection for taking alone, which Slack waits for; `holder`: a name that no other
    process has; `id`: of an `Owed`."""

    def __init__(self, engine: AsyncEngine, door: AsyncEngine, holder: str) -> None:
        self._engine = engine
        self._door = door
        self._holder = holder
        self._coming: list[tuple[Owed, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def take(self, answer: Owed) -> bool:
        """Whether this was not asked before; it is now, and is owed.

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
        """Those that were not asked before."""
        now = time.time()
        seen = [{"team": answer.place.team, "event": answer.key, "at": now} for answer in answers]
        asked = insert_into(seen_events, self._engine).values(seen).on_conflict_do_nothing()
        async with self._door.begin() as connection:
            found = await connection.execute(asked.returning(seen_events.c.team, seen_events.c.event))
            new = {f"{team}/{event}" for team, event in found}
            rows = {
                answer.id: {"key": answer.id, "team": answer.place.team, "answer": _json(answer)}
                for answer in answers
                if answer.id in new
            }
            if rows:
                held = {"taken": now, "tries": 0, "holder": self._holder, "until": now + HOLD}
                await connection.execute(owed.insert().values([{**row, **held} for row in rows.values()]))
        return new

    async def posted(self, id: str, ts: str) -> None:
        """The answer has a message now. Raises Lost."""
        await self._change(id, ts=ts)

    async def go_on(self, left: Owed) -> None:
        """This is left of it, and has no message yet. Raises Lost."""
        await self._change(left.id, answer=_json(left), ts=None)

    async def brought(self, id: str) -> None:
        """Nothing is owed any more."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(owed).where(*self._mine(id)))

    async def leave(self, id: str, seconds: float) -> None:
        """For whoever looks after so many seconds, or twice as many with each time that it was begun again."""
        until = time.time() + seconds * literal(1).bitwise_lshift(owed.c.tries)
        async with self._engine.begin() as connection:
            await connection.execute(update(owed).where(*self._mine(id)).values(holder="", until=until))

    async def renew(self, ids: Collection[str]) -> None:
        """Goes on holding those of them that this process holds."""
        if not ids:
            return
        async with self._engine.begin() as connection:
            held = update(owed).where(owed.c.key.in_(ids), owed.c.holder == self._holder)
            await connection.execute(held.values(until=time.time() + HOLD))

    async def orphans(self, limit: int = 100) -> Sequence[Orphan]:
        """Claims what nobody holds, the longest owed first. What several look for at once only one of them gets."""
        now = time.time()
        async with self._engine.connect() as connection:
            free = select(owed.c.key).where(owed.c.until < now).order_by(owed.c.taken).limit(limit)
            keys = (await connection.execute(free)).scalars().all()
        if not keys:
            return ()
        claim = (
            update(owed)
            .where(owed.c.key.in_(keys), owed.c.until < now)
            .values(holder=self._holder, until=now + HOLD, tries=owed.c.tries + 1)
            .returning(owed)
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(claim)).all()
        found = [Orphan(_as_json.validate_json(row.answer), row.ts, row.tries, row.taken) for row in rows]
        return sorted(found, key=lambda orphan: orphan.taken)

    async def _change(self, id: str, **to: str | None) -> None:
        async with self._engine.begin() as connection:
            changed = await connection.execute(update(owed).where(*self._mine(id)).values(**to))
        if changed.rowcount != 1:
            raise Lost(id)

    def _mine(self, id: str) -> tuple[ColumnElement[bool], ...]:
        return (owed.c.key == id, owed.c.holder == self._holder)


def _json(answer: Owed) -> str:
    return _as_json.dump_json(answer.discreet(), exclude_defaults=True).decode()

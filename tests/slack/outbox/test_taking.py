"""What Slack delivers again is not answered again, however slow the database is to say that it knows it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.cases.values.asked import Domains
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.slack.outbox.taking import Taking
from bot.storage.store import Store

ASKED = Owed("Ev1", Place("T1", "C1", "U1"), Case("lt"), (Domains(("imone.lt",), "192.0.2.7", ("s2026",)),))


@pytest.fixture
async def taking(tmp_path: Path) -> AsyncIterator[Taking]:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    await store.open()
    yield Taking(store.outbox)
    await store.close()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """As a backup does, or another program with the file open."""
    with closing(sqlite3.connect(folder / "bot.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


async def test_what_was_written_down_is_known_while_the_database_is_locked(taking: Taking, tmp_path: Path) -> None:
    assert not await taking.took(ASKED.id)
    assert await taking.take(ASKED)
    with locked(tmp_path):
        assert await taking.took(ASKED.id)
        assert not await taking.take(ASKED)


async def test_what_cannot_be_written_down_in_time_is_answered_once(taking: Taking, tmp_path: Path) -> None:
    with locked(tmp_path):
        assert sorted(await asyncio.gather(taking.take(ASKED), taking.take(ASKED))) == [False, True]
        assert not await taking.take(ASKED)
    await taking.brought(ASKED)
    assert not await taking.take(ASKED)


async def test_what_came_again_is_acknowledged_once_it_is_written_down(taking: Taking, tmp_path: Path) -> None:
    with locked(tmp_path):
        first, again = (asyncio.create_task(taking.take(ASKED)) for _ in range(2))
        await asyncio.wait([first, again], timeout=0.1)
        assert not again.done()
    assert (await first, await again) == (True, False)

"""What is looked for as left behind is at work nowhere, however slow the database was to say what it has."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from bot.cases.values.asked import Vote
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.recovery import recovering
from bot.slack.outbox.under_way import Company
from bot.storage.schema import owed as table
from bot.storage.store import Store


class AtWork:
    """A process that answers: what it has under way, and what it was given as left behind."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.under_way: set[str] = set()
        self.begun_again: list[str] = []
        self.begins = asyncio.Event()

    def bring_left(self, _client: AsyncWebClient, owed: Owed, _ts: str | None, _company: Company) -> None:
        self.begun_again.append(owed.id)
        self.begins.set()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", case_days=30)
    await opened.open()
    yield opened
    await opened.close()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else writes meanwhile."""
    with closing(sqlite3.connect(folder / "bot.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


async def left(store: Store, *keys: str) -> list[Owed]:
    """Taken on, and held no longer, as after a pause."""
    taken = [Owed(key, Place("T1", "C1", "U1"), Case("lt"), (Vote("1.0", (), positive=True),)) for key in keys]
    for owed in taken:
        await store.outbox.take(owed)
    async with store.engine.begin() as connection:
        await connection.execute(update(table).values(until=0))
    return taken


async def test_what_was_begun_while_the_database_looked_is_not_begun_again(store: Store, tmp_path: Path) -> None:
    begun, finished, orphan = await left(store, "Ev1", "Ev2", "Ev3")
    work, claims = AtWork(store), asyncio.Event()

    def noted(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE owed"):
            claims.set()

    event.listen(Engine, "before_cursor_execute", noted)

    async def client_of(_team: str) -> AsyncWebClient:
        return AsyncWebClient()

    with locked(tmp_path):
        looking = recovering(cast(Answering, work), client_of)
        await looking.__aenter__()
        await claims.wait()  # it has read what is free, and waits to claim it
        work.under_way.add(begun.id)
        await store.outbox.brought(finished.id)
    async with asyncio.timeout(60):
        await work.begins.wait()
    await looking.__aexit__(None, None, None)
    event.remove(Engine, "before_cursor_execute", noted)
    assert work.begun_again == [orphan.id]

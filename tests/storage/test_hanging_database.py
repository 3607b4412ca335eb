"""A PostgreSQL that hangs, or holds a lock, is out of reach: not waited for, and used again when it goes on."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.cases.values.preferences import Chosen, Scope
from bot.ops.readiness import database, readiness
from bot.storage.database import FAULTS, engine_for
from bot.storage.store import Store
from bot.storage.tables.preferences import REMEMBERED
from tests import postgres


@pytest.fixture
async def shared() -> AsyncIterator[tuple[str, Store]]:
    async with postgres.migrated() as url:
        store = Store(url, case_days=30)
        await store.open()
        await store.preferences.chosen("T0")  # a connection that was good a moment ago
        yield url, store
        await store.close()


async def test_one_that_hangs_is_out_of_reach_for_every_reader_and_writer(shared: tuple[str, Store]) -> None:
    url, store = shared
    with postgres.paused(url):
        async with asyncio.timeout(60):
            for number in range(3):
                with pytest.raises(FAULTS):
                    await store.preferences.chosen(f"T{number + 1}")
                with pytest.raises(FAULTS):
                    await store.first_time(f"Ev{number}", "T1")
            at_once = (store.first_time(f"At{number}", "T1") for number in range(30))
            found = await asyncio.gather(*at_once, return_exceptions=True)
            assert all(isinstance(one, FAULTS) for one in found)
            assert await readiness({"database": database(store.engine)}) == {"database": False}
    assert await store.first_time("Ev9", "T1")
    assert not await store.first_time("Ev9", "T1")
    assert await readiness({"database": database(store.engine)}) == {"database": True}


async def test_a_lock_that_somebody_holds_is_not_waited_for(shared: tuple[str, Store]) -> None:
    url, store = shared
    other = engine_for(url)
    async with other.connect() as connection:
        await connection.execute(text("LOCK TABLE seen_events IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(FAULTS):
            await store.first_time("Ev1", "T1")
        await store.preferences.choose_language("T1", "workspace", "", "lt")  # type: ignore[arg-type]
        await connection.rollback()
    assert await store.first_time("Ev1", "T1")
    await other.dispose()


async def test_what_was_last_chosen_holds_while_the_database_hangs(
    shared: tuple[str, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, store = shared
    await store.preferences.choose_language("T1", Scope.WORKSPACE, "", "en")
    await store.preferences.choose_language("T1", Scope.USER, "U1", "lt")
    known = await store.preferences.chosen("T1", user="U1")
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + REMEMBERED)
    with postgres.paused(url):
        assert await store.preferences.chosen("T1", user="U1") == known == Chosen(user="lt", workspace="en")
        # What the channel chose is not known, so nothing is answered there that nobody asked.
        assert await store.preferences.chosen("T1", user="U2") == Chosen(workspace="en", unasked=False)
    await store.preferences.choose_language("T1", Scope.USER, "U1", None)
    assert await store.preferences.chosen("T1", user="U1") == Chosen(workspace="en")

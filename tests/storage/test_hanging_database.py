"""A PostgreSQL that hangs, or holds a lock, is out of reach: not waited for, and used again when it goes on."""

import asyncio
import time

import pytest
from sqlalchemy import select, text, update

from bot.cases.values.asked import Domains
from bot.cases.values.case import Case
from bot.cases.values.choices import Chosen, Scope
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.ops.readiness import database, readiness
from bot.storage.database import FAULTS, engine_for
from bot.storage.schema import owed
from bot.storage.store import Store
from bot.storage.tables.outbox import Lost
from bot.storage.tables.preferences import REMEMBERED
from tests import postgres


@pytest.fixture
def kind() -> str:
    return "postgresql"


@pytest.fixture
async def shared(url: str, store: Store) -> tuple[str, Store]:
    await store.preferences.chosen("T0")  # a connection that was good a moment ago
    return url, store


async def test_one_that_hangs_is_out_of_reach_for_every_reader_and_writer(shared: tuple[str, Store]) -> None:
    url, store = shared
    with postgres.paused(url):
        async with asyncio.timeout(60):
            for number in range(2):  # over connections that were good, and over new ones
                with pytest.raises(FAULTS):
                    await store.preferences.chosen(f"T{number + 1}")
                with pytest.raises(FAULTS):
                    await store.first_time(f"Ev{number}", "T1")
            at_once = (store.first_time(f"At{number}", "T1") for number in range(30))
            results = await asyncio.gather(*at_once, return_exceptions=True)
            assert all(isinstance(finding, FAULTS) for finding in results)
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


async def test_a_process_that_stops_inside_a_transaction_keeps_no_answer_from_the_others(
    shared: tuple[str, Store],
) -> None:
    url, stopped = shared
    other = Store(url, case_days=30)
    for key in ("Ev1", "Ev2"):
        await stopped.outbox.take(Owed(key, Place("T1", "C1", "U1"), Case("lt"), (Domains(("imone.lt",)),)))
    async with stopped.engine.begin() as connection:
        await connection.execute(update(owed).values(until=0))
    async with stopped.engine.connect() as connection:
        await connection.execute(update(owed).where(owed.c.key == "T1/Ev1").values(until=1))
        assert [orphan.owed.key for orphan in await other.outbox.orphans()] == ["Ev2"]
        patient = engine_for(url)
        async with patient.connect() as waiting:
            await waiting.execute(select(owed.c.key).with_for_update())
        await patient.dispose()
        assert [orphan.owed.key for orphan in await other.outbox.orphans(["T1/Ev2"])] == ["Ev1"]
        with pytest.raises(FAULTS):
            await connection.execute(select(owed.c.key))
    with pytest.raises(Lost):
        await stopped.outbox.suspect("T1/Ev1", 1)
    await other.close()


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

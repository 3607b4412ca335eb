"""The queue's own tables are brought up to date with its library, by `mailbot migrate`."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import engine_for
from bot.storage.migrate import pending, upgrade
from bot.storage.queue_tables import upgrade_queue
from tests import postgres

OLDER = "03.02"
"""Of the library: its tables lack the steps of later versions."""
STEPS = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


@pytest.fixture
async def engine(postgres_cluster: str) -> AsyncIterator[AsyncEngine]:
    programs = postgres.programs()
    assert programs is not None
    opened = engine_for(postgres.new_database(programs, postgres_cluster))
    yield opened
    await opened.dispose()


async def functions(engine: AsyncEngine) -> set[str]:
    query = text("SELECT proname FROM pg_proc WHERE pronamespace = 'procrastinate'::regnamespace")
    async with engine.connect() as connection:
        return set((await connection.execute(query)).scalars())


async def as_an_older_version_left_it(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("DROP SCHEMA procrastinate CASCADE; CREATE SCHEMA procrastinate")
        await driver.execute("SET search_path TO procrastinate; CREATE TABLE steps_done (name text PRIMARY KEY)")
        for path in STEPS:
            if path.name < OLDER:
                await driver.execute(path.read_text())
                await driver.execute("INSERT INTO steps_done VALUES ($1)", path.name)
        await driver.execute("RESET search_path")


async def test_tables_of_an_older_version_get_the_steps_that_they_lack(engine: AsyncEngine) -> None:
    await upgrade(engine)
    assert not await pending(engine)
    newest = await functions(engine)
    await as_an_older_version_left_it(engine)
    assert await functions(engine) != newest
    assert await pending(engine)
    await upgrade(engine)
    assert not await pending(engine)
    assert await functions(engine) == newest


async def test_two_that_migrate_at_once_do_not_meet(engine: AsyncEngine) -> None:
    await upgrade(engine)
    await as_an_older_version_left_it(engine)

    async def migrate() -> None:
        async with engine.connect() as connection:
            await upgrade_queue(connection)

    await asyncio.gather(*(migrate() for _ in range(3)))
    assert not await pending(engine)

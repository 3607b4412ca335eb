"""The schema's changes: the same tables as the program's own, up and down, and never half done."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cases.values.case import Case, Thread
from bot.storage.database import SQLITE, asynchronous, engine_for
from bot.storage.migrate import NotMigrated, downgrade, pending, upgrade
from bot.storage.schema import metadata
from bot.storage.store import Store


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names())) - {"alembic_version"}


async def test_the_migrations_make_just_the_tables_that_the_program_knows(empty_url: str) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    engine = engine_for(empty_url)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_down_to_nothing_and_up_again(empty_url: str) -> None:
    engine = engine_for(empty_url)
    await upgrade(engine)
    await downgrade(engine, "base")
    assert await tables(engine) == set()
    await upgrade(engine)
    assert await tables(engine) == set(metadata.tables)
    await engine.dispose()


async def test_cases_of_an_older_version_are_kept(empty_url: str) -> None:
    engine = engine_for(empty_url)
    await upgrade(engine, "0001")
    row = """INSERT INTO cases (team, channel, thread, "case", touched) VALUES ('T1', 'C1', '1.0', :case, 4e9)"""
    async with engine.begin() as connection:
        await connection.execute(text(row), {"case": '{"language": "en"}'})
    await upgrade(engine)
    await engine.dispose()
    store = Store(empty_url, case_days=30)
    await store.open()
    assert await store.cases.case(Thread("T1", "C1", "1.0")) == Case("en")
    await store.close()


async def test_tables_from_before_there_were_migrations_are_taken_over(empty_url: str) -> None:
    engine = engine_for(empty_url)
    await upgrade(engine, "0001")
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE alembic_version"))
    await upgrade(engine)
    assert await tables(engine) == set(metadata.tables)
    await engine.dispose()


async def test_sqlite_is_migrated_at_start_and_postgresql_waits_to_be(empty_url: str) -> None:
    store = Store(empty_url, case_days=30)
    if store.engine.dialect.name == SQLITE:
        await store.open()
        assert not await pending(store.engine)
    else:
        with pytest.raises(NotMigrated):
            await store.open()
        assert await tables(store.engine) == set()
    await store.close()


async def test_two_processes_that_start_together_migrate_once(empty_url: str) -> None:
    engines = [engine_for(empty_url) for _ in range(4)]
    if engines[0].dialect.name == SQLITE:
        await asyncio.gather(*(upgrade(engine) for engine in engines))
        assert await tables(engines[0]) == set(metadata.tables)
    for engine in engines:
        await engine.dispose()


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("postgres://u:p@db.example:5432/bot", "postgresql+asyncpg://u:p@db.example:5432/bot"),
        ("postgresql://u:p@db.example/bot?sslmode=require", "postgresql+asyncpg://u:p@db.example/bot?ssl=require"),
        ("postgresql+asyncpg://u@db.example/bot", "postgresql+asyncpg://u@db.example/bot"),
        ("sqlite:///mailbot.db", "sqlite+aiosqlite:///mailbot.db"),
        ("sqlite+aiosqlite:////var/lib/mailbot.db", "sqlite+aiosqlite:////var/lib/mailbot.db"),
    ],
)
def test_a_platforms_url_is_read_as_it_gives_it(url: str, used: str) -> None:
    assert asynchronous(url).render_as_string(hide_password=False) == used

"""The schema's changes, by Alembic: the steps are the modules in `migrations/versions/`. The queue has its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from asyncpg import PostgresError
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import SQLITE

_SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "head"
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.05)
"""Seconds after each failed attempt to open a SQLite file, which may be being opened elsewhere. After the last one its
driver's thread still has to tell the event loop that it ends (https://github.com/omnilib/aiosqlite/issues/241)."""


class NotMigrated(Exception):  # noqa: N818  it is a state of the database, no fault of the program
    """The database's schema is not the one that this program needs."""


class Unreachable(Exception):  # noqa: N818  as above
    """There is no database at the address, or it does not let us in; the message is the driver's."""


async def prepare(engine: AsyncEngine) -> None:
    """Migrates SQLite, which is this machine's own. Raises NotMigrated where PostgreSQL waits for `mailbot migrate`:
    there several processes start at once, and only one of them should change tables. Raises Unreachable."""
    if await pending(engine):
        if engine.dialect.name != SQLITE:
            raise NotMigrated
        await upgrade(engine)


async def pending(engine: AsyncEngine) -> bool:
    """Whether a migration has not been run. Raises Unreachable."""
    async with _connected(engine) as connection:
        if await connection.run_sync(_revision) != ScriptDirectory.from_config(_config()).get_current_head():
            return True
        if engine.dialect.name == SQLITE:
            return False
        from bot.storage.queue_tables import steps_missing  # noqa: PLC0415  # SQLite does not need its library

        return await steps_missing(connection)


async def upgrade(engine: AsyncEngine, revision: str = NEWEST) -> None:
    """Up to a revision, all of it or nothing; and the queue's tables, where there are any. Raises Unreachable."""
    await _run(engine, lambda config: command.upgrade(config, revision))
    if engine.dialect.name != SQLITE:
        from bot.storage.queue_tables import upgrade_queue  # noqa: PLC0415  # as above

        async with _connected(engine) as connection:
            await upgrade_queue(connection)


async def downgrade(engine: AsyncEngine, revision: str) -> None:
    """Back to a revision; `base` is before the first."""
    await _run(engine, lambda config: command.downgrade(config, revision))


async def _run(engine: AsyncEngine, work: Callable[[Config], None]) -> None:
    async with _connected(engine) as connection:
        if engine.dialect.name == SQLITE:
            # Its driver begins no transaction for DDL; with one, a second process waits and then finds the work done.
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.run_sync(lambda sync: work(_config(sync)))
        await connection.commit()


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await _connect(engine)
    except (OSError, DBAPIError, PostgresError) as error:
        raise Unreachable(str(error.orig if isinstance(error, DBAPIError) else error)) from error
    try:
        yield connection
    finally:
        await connection.close()


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    """Where several processes open a new SQLite file at once, turning its WAL on fails without waiting for the others,
    whatever the timeout; once one has done it, none has to."""
    if engine.dialect.name != SQLITE:
        return await engine.connect()
    failures: list[OperationalError] = []
    for wait in _WAITS:
        try:
            return await engine.connect()
        except OperationalError as error:
            failures.append(error)
        await asyncio.sleep(wait)
    raise failures[-1]


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()

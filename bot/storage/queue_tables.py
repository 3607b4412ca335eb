"""The queue's own tables in PostgreSQL, in a schema of their own.

They are the library's (procrastinate), and so are the steps from one version's tables to the next one's: files in its
package, each to be run once, in the order of their names. Which were run is written down beside the tables; so
`mailbot migrate` brings the tables up to date after the library was.
https://procrastinate.readthedocs.io/en/stable/howto/production/migrations.html
"""

from collections.abc import Mapping
from pathlib import Path

from asyncpg import Connection
from procrastinate.schema import SchemaManager
from sqlalchemy.ext.asyncio import AsyncConnection

SCHEMA = "procrastinate"
_DONE = f"{SCHEMA}.steps_done"
_ONE_AT_A_TIME = 5_032_911
"""Of PostgreSQL's advisory locks: two that migrate at once wait for each other."""


async def steps_missing(connection: AsyncConnection) -> bool:
    """Whether tables are missing, or steps that were not run."""
    done = await _done(await _raw(connection))
    return done is None or not done >= _steps().keys()


async def upgrade_queue(connection: AsyncConnection) -> None:
    """Makes the tables, or runs the steps that they lack: each whole or not at all."""
    raw = await _raw(connection)
    await raw.execute("SELECT pg_advisory_lock($1)", _ONE_AT_A_TIME)
    try:
        done = await _done(raw)
        if done is None:
            await _make(raw)
        else:
            for name, path in _steps().items():
                if name not in done:
                    async with raw.transaction():
                        await _run(raw, path.read_text(encoding="utf-8"), name)
    finally:
        await raw.execute("SELECT pg_advisory_unlock($1)", _ONE_AT_A_TIME)


async def _make(raw: Connection) -> None:
    """As the library makes them where there are none: then no step is missing."""
    async with raw.transaction():
        await raw.execute(f"CREATE SCHEMA {SCHEMA}")
        await raw.execute(f"CREATE TABLE {_DONE} (name text PRIMARY KEY)")
        await _run(raw, SchemaManager.get_schema(), *_steps())


async def _run(raw: Connection, script: str, *names: str) -> None:
    await raw.execute(f"SET LOCAL search_path TO {SCHEMA}")
    await raw.execute(script)
    await raw.executemany("INSERT INTO steps_done VALUES ($1)", [(name,) for name in names])


async def _done(raw: Connection) -> frozenset[str] | None:
    """The steps that were run; None if there are no tables."""
    if await raw.fetchval("SELECT to_regclass($1)", _DONE) is None:
        return None
    rows = await raw.fetch("SELECT name FROM procrastinate.steps_done")
    return frozenset(row["name"] for row in rows)


def _steps() -> Mapping[str, Path]:
    folder = Path(SchemaManager.get_migrations_path())
    return {path.name: path for path in sorted(folder.glob("*.sql"))}


async def _raw(connection: AsyncConnection) -> Connection:
    """The driver's own: a file holds many statements, which SQLAlchemy would prepare as one."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, Connection)
    return raw

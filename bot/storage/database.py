"""The database that `DATABASE_URL` names: SQLite on one machine, PostgreSQL for several."""

import contextlib
import os
from functools import partial
from typing import Any

from asyncpg import PostgresError
from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SQLITE = "sqlite"
FAULTS = (SQLAlchemyError, PostgresError, OSError)
"""What a database that is out of reach raises; the driver's own errors if it could not even be connected to."""
_LIMITS: dict[str, Any] = {
    "connect_args": {
        "timeout": 2,
        "command_timeout": 6,
        "server_settings": {
            "lock_timeout": "2000",
            "statement_timeout": "5000",
            "idle_in_transaction_session_timeout": "5000",
        },
    },
    "pool_timeout": 2,
}
"""How long an answer waits for PostgreSQL: seconds to connect, for a statement and for a connection of the pool;
milliseconds for a lock and, by the server's own clock, for a statement. What hangs is out of reach, not waited for.
A process that is stopped inside a transaction keeps its locks no longer than its answers: after the last limit the
server ends its connection (https://www.postgresql.org/docs/current/runtime-config-client.html)."""
_DRIVERS = {SQLITE: "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}
_CONNECTIONS = 2
_WAIT = 10_000
"""Milliseconds that a writer waits for another one in SQLite."""


def asynchronous(url: str) -> URL:
    """The URL with the driver that the bot uses: platforms give `postgres://…?sslmode=require`, as libpq reads it."""
    parsed = make_url(url)
    driven = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
    if "sslmode" in driven.query:
        driven = driven.difference_update_query(["sslmode"]).update_query_dict({"ssl": driven.query["sslmode"]})
    return driven


def for_libpq(url: str) -> str:
    """The URL as PostgreSQL's own library reads it, whichever driver it names."""
    parsed = make_url(url).set(drivername="postgresql")
    if "ssl" in parsed.query:
        parsed = parsed.difference_update_query(["ssl"]).update_query_dict({"sslmode": parsed.query["ssl"]})
    return parsed.render_as_string(hide_password=False)


def engine_for(url: str, *, limited: bool = False) -> AsyncEngine:
    """Connections to the database, opened when first wanted; one that the server has closed is replaced unseen.
    `limited`: for answers, which do not wait for a PostgreSQL that hangs; a migration may take its time."""
    wanted = asynchronous(url)
    if wanted.get_backend_name() != SQLITE:
        return create_async_engine(wanted, pool_pre_ping=True, **(_LIMITS if limited else {}))
    if _in_memory(wanted):
        engine = create_async_engine(wanted)
    else:
        _private(wanted)
        # Writers wait for each other anyway; more connections would only wait in longer and longer steps.
        engine = create_async_engine(wanted, pool_size=_CONNECTIONS, max_overflow=0, pool_timeout=60)
    event.listen(engine.sync_engine, "connect", partial(_sqlite_for_many, _WAIT))
    return engine


def one_more(engine: AsyncEngine) -> AsyncEngine:
    """A connection of its own, for what must not stand in the queue for the others; the same in memory, where there
    is but one."""
    if _in_memory(engine.url):
        return engine
    limits = {} if engine.dialect.name == SQLITE else _LIMITS
    other = create_async_engine(engine.url, pool_size=1, max_overflow=0, pool_pre_ping=True, **limits)
    if engine.dialect.name == SQLITE:
        event.listen(other.sync_engine, "connect", partial(_sqlite_for_many, _WAIT))
    return other


def in_threads(engine: AsyncEngine, wait: int) -> Engine | None:
    """A connection to the same file of SQLite, for threads, of which one uses it at a time; None for any other
    database. `wait`: milliseconds for another writer."""
    if engine.dialect.name != SQLITE or _in_memory(engine.url):
        return None
    own = {"check_same_thread": False}
    blocking = create_engine(engine.url.set(drivername=SQLITE), pool_size=1, max_overflow=0, connect_args=own)
    event.listen(blocking, "connect", partial(_sqlite_for_many, wait))
    return blocking


def for_single_statements(engine: AsyncEngine) -> AsyncEngine:
    """For writes that are one statement, and so a transaction by themselves. In a longer one SQLite's file stays locked
    until the event loop comes to the commit, and others wait as long as it has much to do."""
    if _in_memory(engine.url):
        return engine
    if engine.dialect.name != SQLITE:
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    other = create_async_engine(engine.url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0, pool_timeout=60)
    event.listen(other.sync_engine, "connect", partial(_sqlite_for_many, _WAIT))
    return other


def for_reading(engine: AsyncEngine) -> AsyncEngine:
    """Where readers do not stand in the queue for writers: a file of SQLite that is locked, or full, can be read."""
    return one_more(engine) if engine.dialect.name == SQLITE else engine


def _in_memory(url: URL) -> bool:
    return url.get_backend_name() == SQLITE and url.database in (None, "", ":memory:")


def insert_into(table: Table, engine: AsyncEngine) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what happens where the row is there already (`ON CONFLICT`)."""
    return sqlite.insert(table) if engine.dialect.name == SQLITE else postgresql.insert(table)


def _private(url: URL) -> None:
    """Makes the file readable by the bot's own user only: it holds cases, and who asked. SQLite gives its WAL the same
    permissions (https://sqlite.org/wal.html). A URI (`file:…`) is left as it is."""
    if url.database and not url.database.startswith("file:"):
        with contextlib.suppress(OSError):  # opening it says what is wrong, in words for the operator
            os.close(os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600))
            os.chmod(url.database, 0o600)


def _sqlite_for_many(wait: int, connection: Connection, _: object) -> None:
    """Readers do not wait for a writer, a writer waits instead of failing, and a commit does not wait for the disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={wait}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

"""A database in trouble: without room, or locked by another program."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path


@contextmanager
def no_room(process: int, folder: Path) -> Iterator[None]:
    """Simulates a full disk: no file of the process may grow beyond the database's log as it is now."""
    limit = (folder / "bot.db-wal").stat().st_size
    before = resource.prlimit(process, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Another program has begun to write, and does not come to an end."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()

"""Transactions that somebody waits for no longer than Slack does.

One that is done on the event loop comes back to it some thirty times. Where the loop has much to do, each time takes as
long as one of its rounds, so that a question was taken too late for Slack's three seconds. In a file of SQLite it is
therefore done as a whole in a thread: the loop is needed before it and after it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import in_threads, one_more

T = TypeVar("T")


class WholeTransactions:
    """On a connection of their own, so that they do not stand in the queue for the others. `wait`: milliseconds for
    another writer in SQLite."""

    def __init__(self, engine: AsyncEngine, wait: int) -> None:
        self._blocking = in_threads(engine, wait)
        self._engine = one_more(engine) if self._blocking is None else engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="transactions")

    async def do(self, work: Callable[[Connection], T]) -> T:
        """What the work gives, done in one transaction. Raises what it raises."""
        if (engine := self._blocking) is None:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)

        def do_all() -> T:
            with engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, do_all)

    async def dispose(self) -> None:
        await asyncio.to_thread(self._thread.shutdown)
        if self._blocking is not None:
            self._blocking.dispose()
        else:
            await self._engine.dispose()

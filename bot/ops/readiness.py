"""Whether the process can do its work now."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from asyncpg import PostgresError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ops.in_time import in_time

Probe = Callable[[], Coroutine[Any, Any, bool]]
_WRITE = text("INSERT INTO probe (id, at) VALUES (1, :at) ON CONFLICT (id) DO UPDATE SET at = excluded.at")
PATIENCE = 2.0
"""Seconds for a probe; a platform's health check waits no longer."""


async def readiness(probes: Mapping[str, Probe]) -> Mapping[str, bool]:
    """Each probe's answer by its name; one that takes too long counts as False."""
    answers = await asyncio.gather(*(_in_time(probe) for probe in probes.values()))
    return dict(zip(probes, answers, strict=True))


def database(engine: AsyncEngine) -> Probe:
    """Whether the database accepts a write: one that is full, locked or a standby can still be read."""

    async def reachable() -> bool:
        try:
            async with engine.begin() as connection:
                await connection.execute(_WRITE, {"at": time.time()})
        except (SQLAlchemyError, PostgresError, OSError):
            return False
        return True

    return reachable


async def _in_time(probe: Probe) -> bool:
    try:
        return await in_time(probe(), PATIENCE)
    except TimeoutError:
        return False

"""Whether the process can do its work now."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from asyncpg import PostgresError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

Probe = Callable[[], Awaitable[bool]]
PATIENCE = 2.0
"""Seconds: whoever asks waits no longer either."""


async def readiness(probes: Mapping[str, Probe]) -> Mapping[str, bool]:
    """Each probe's answer by its name; one that takes too long is a no."""
    answers = await asyncio.gather(*(_in_time(probe) for probe in probes.values()))
    return dict(zip(probes, answers, strict=True))


def database(engine: AsyncEngine) -> Probe:
    """Whether the database answers."""

    async def reachable() -> bool:
        try:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, PostgresError, OSError):
            return False
        return True

    return reachable


async def _in_time(probe: Probe) -> bool:
    try:
        return await asyncio.wait_for(probe(), PATIENCE)
    except TimeoutError:
        return False

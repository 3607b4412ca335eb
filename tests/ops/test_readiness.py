"""A process that cannot reach its database lives, and is not ready."""

import asyncio
import json
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from bot.ops.readiness import ReadinessProbe, database, health
from bot.ops.server import served
from bot.storage.database import engine_for
from bot.storage.migrate import upgrade


async def answers(**probes: ReadinessProbe) -> tuple[int, int, dict[str, bool]]:
    """The statuses of `/healthz` and `/readyz`, and what the latter says."""
    async with served(health(probes), "127.0.0.1", 0) as origin, aiohttp.ClientSession() as session:
        async with session.get(f"{origin}/healthz") as alive:
            living = alive.status
        async with session.get(f"{origin}/readyz") as ready:
            return living, ready.status, json.loads(await ready.text())


@pytest.fixture
async def migrated(tmp_path: Path) -> str:
    """A SQLite file with the bot's tables."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    engine = engine_for(url)
    await upgrade(engine)
    await engine.dispose()
    return url


async def test_a_database_that_answers(migrated: str) -> None:
    engine = engine_for(migrated)
    assert await answers(database=database(engine)) == (200, 200, {"ok": True, "database": True})
    assert await answers(database=database(engine)) == (200, 200, {"ok": True, "database": True})
    await engine.dispose()


async def test_a_database_that_can_be_read_and_takes_no_write(migrated: str) -> None:
    engine = engine_for(migrated)
    locking = sqlite3.connect(str(engine.url.database), isolation_level=None)
    locking.execute("BEGIN IMMEDIATE")
    assert await answers(database=database(engine)) == (200, 503, {"ok": False, "database": False})
    locking.close()
    assert await answers(database=database(engine)) == (200, 200, {"ok": True, "database": True})
    await engine.dispose()


async def test_a_database_out_of_reach() -> None:
    engine = engine_for("postgres://mailbot@127.0.0.1:1/mailbot")
    assert await answers(database=database(engine)) == (200, 503, {"ok": False, "database": False})
    await engine.dispose()


async def test_a_database_that_keeps_silent() -> None:
    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(10)  # far longer than anybody waits for it

    async def fine() -> bool:
        return True

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    engine = engine_for(f"postgres://mailbot@127.0.0.1:{server.sockets[0].getsockname()[1]}/mailbot")
    result = await answers(database=database(engine), slack=fine)
    assert result == (200, 503, {"ok": False, "database": False, "slack": True})
    server.close()
    await engine.dispose()

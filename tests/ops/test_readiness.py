"""A process that cannot reach its database lives, and is not ready."""

import asyncio
import json

import aiohttp

from bot.ops.readiness import Probe, database
from bot.ops.server import health, served
from bot.storage.database import engine_for


async def answers(**probes: Probe) -> tuple[int, int, dict[str, bool]]:
    """The statuses of `/healthz` and `/readyz`, and what the latter says."""
    async with served(health(probes), "127.0.0.1", 0) as origin, aiohttp.ClientSession() as session:
        async with session.get(f"{origin}/healthz") as alive:
            living = alive.status
        async with session.get(f"{origin}/readyz") as ready:
            return living, ready.status, json.loads(await ready.text())


async def test_a_database_that_answers() -> None:
    engine = engine_for("sqlite://")
    assert await answers(database=database(engine)) == (200, 200, {"ok": True, "database": True})
    await engine.dispose()


async def test_a_database_out_of_reach() -> None:
    engine = engine_for("postgres://mailbot@127.0.0.1:1/mailbot")
    assert await answers(database=database(engine)) == (200, 503, {"ok": False, "database": False})
    await engine.dispose()


async def test_a_database_that_keeps_silent() -> None:
    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(10)

    async def fine() -> bool:
        return True

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    engine = engine_for(f"postgres://mailbot@127.0.0.1:{server.sockets[0].getsockname()[1]}/mailbot")
    found = await answers(database=database(engine), slack=fine)
    assert found == (200, 503, {"ok": False, "database": False, "slack": True})
    server.close()
    await engine.dispose()

"""The pages for those who run the bot: `/healthz`; `/readyz`, whether it can do its work now; `/metrics`."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from aiohttp import web
from asyncpg import PostgresError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ops.in_time import in_time
from bot.ops.metrics import Metrics

ReadinessProbe = Callable[[], Coroutine[Any, Any, bool]]
_WRITE = text("INSERT INTO probe (id, at) VALUES (1, :at) ON CONFLICT (id) DO UPDATE SET at = excluded.at")
PATIENCE = 2.0
"""Seconds for a probe; a platform's health check waits no longer."""
_PROMETHEUS = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def health(
    probes: Mapping[str, ReadinessProbe], lesser: Mapping[str, ReadinessProbe] | None = None
) -> list[web.RouteDef]:
    """`/healthz`: the process lives. `/readyz`: 200 where every probe says yes, else 503, each by its name.

    `lesser`: what it can do without, less well. It stays at 200 then, with their names as `degraded`: all processes
    share what failed, and a platform that took them all out of service would make an outage of it.
    """
    beside = lesser or {}

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_request: web.Request) -> web.Response:
        answers = await readiness({**probes, **beside})
        ready = all(answers[name] for name in probes)
        degraded = [name for name in beside if not answers[name]]
        body = {"ok": ready, **answers, **({"degraded": degraded} if degraded else {})}
        return web.json_response(body, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


def figures(metrics: Metrics) -> list[web.RouteDef]:
    """`/metrics`, as Prometheus reads it."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers=_PROMETHEUS)

    return [web.get("/metrics", page)]


async def readiness(probes: Mapping[str, ReadinessProbe]) -> Mapping[str, bool]:
    """Each probe's answer by its name; one that takes too long counts as False."""
    answers = await asyncio.gather(*(_in_time(probe) for probe in probes.values()))
    return dict(zip(probes, answers, strict=True))


def database(engine: AsyncEngine) -> ReadinessProbe:
    """Whether the database accepts a write: one that is full, locked or a standby can still be read."""

    async def reachable() -> bool:
        try:
            async with engine.begin() as connection:
                await connection.execute(_WRITE, {"at": time.time()})
        except (SQLAlchemyError, PostgresError, OSError):
            return False
        return True

    return reachable


async def _in_time(probe: ReadinessProbe) -> bool:
    try:
        return await in_time(probe(), PATIENCE)
    except TimeoutError:
        return False

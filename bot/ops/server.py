"""The pages for those who run the bot: `/healthz`, `/readyz`, `/metrics`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.ops.metrics import Metrics
from bot.ops.readiness import Probe, readiness

_LAST_REQUESTS = 3.0
"""Seconds for requests under way when the server stops: Slack waits no longer."""
_PROMETHEUS = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def health(probes: Mapping[str, Probe], lesser: Mapping[str, Probe] | None = None) -> list[web.RouteDef]:
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
        said = {"ok": ready, **answers, **({"degraded": degraded} if degraded else {})}
        return web.json_response(said, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


def figures(metrics: Metrics) -> list[web.RouteDef]:
    """`/metrics`, as Prometheus reads it."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers=_PROMETHEUS)

    return [web.get("/metrics", page)]


@asynccontextmanager
async def served(routes: list[web.RouteDef], host: str, port: int, *, largest: int = 4096) -> AsyncIterator[str]:
    """Serves the routes until this ends; gives the address. A body of more than `largest` bytes is refused (413)."""
    server = web.Application(client_max_size=largest)
    server.add_routes(routes)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=_LAST_REQUESTS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0]
        yield f"http://{bound[0]}:{bound[1]}"
    finally:
        await runner.cleanup()

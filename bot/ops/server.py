"""The pages for those who run the bot: `/healthz`, `/readyz`, `/metrics`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import hdrs, web

from bot.ops.connections import Connection, Crowd, most
from bot.ops.metrics import Metrics
from bot.ops.readiness import Probe, readiness

_LAST_REQUESTS = 3.0
"""Seconds for requests under way when the server stops: Slack waits no longer."""
_PATIENCE = 10.0
"""Seconds for a request to come in: Slack's are there at once."""
_LINGERING = 2.0
"""Seconds for which the rest of a refused body is read, so that its sender hears why."""
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
        body = {"ok": ready, **answers, **({"degraded": degraded} if degraded else {})}
        return web.json_response(body, status=200 if ready else 503)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]


def figures(metrics: Metrics) -> list[web.RouteDef]:
    """`/metrics`, as Prometheus reads it."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers=_PROMETHEUS)

    return [web.get("/metrics", page)]


@asynccontextmanager
async def served(
    routes: list[web.RouteDef],
    host: str,
    port: int,
    *,
    largest: int = 4096,
    patience: float = _PATIENCE,
    connections: int | None = None,
) -> AsyncIterator[str]:
    """Serves the routes until this ends; yields the address.

    A body of more than `largest` bytes is refused (413), and one that is not there `patience` seconds after its headers
    (408); headers that take as long end the connection. `connections`: at most so many; see `bot.ops.connections`.
    """
    server = web.Application(client_max_size=largest, middlewares=[_whole(patience)])
    server.on_response_prepare.append(_anonymous)
    server.add_routes(routes)
    runner = web.AppRunner(server, shutdown_timeout=_LAST_REQUESTS)
    await runner.setup()
    made = runner.server
    assert made is not None
    crowd = Crowd(connections or most(), patience)

    def connection() -> Connection:
        return Connection(made, crowd, access_log=None, lingering_time=_LINGERING)

    try:
        listening = await asyncio.get_running_loop().create_server(connection, host, port)
        try:
            bound = listening.sockets[0].getsockname()
            yield f"http://{bound[0]}:{bound[1]}"
        finally:
            listening.close()
    finally:
        await runner.cleanup()


def _whole(patience: float) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Passes only complete requests to a handler."""

    @web.middleware
    async def wait(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        connection = request.protocol
        assert isinstance(connection, Connection)
        connection.began()
        try:
            async with asyncio.timeout(patience):
                await request.read()
        except TimeoutError:
            late = web.HTTPRequestTimeout()
            late.force_close()
            raise late from None
        else:
            return await handler(request)
        finally:
            connection.ended()

    return wait


async def _anonymous(_request: web.Request, response: web.StreamResponse) -> None:
    """Hides which software answers, and its version."""
    response.headers.popall(hdrs.SERVER, None)

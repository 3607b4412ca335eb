"""Our HTTP server: each request must arrive in time, and the number of connections is limited.

aiohttp waits for a request's headers as long as it keeps an idle connection, which must be longer than a proxy does. A
stranger who sends half a request a thousand times takes every descriptor of the process meanwhile, and then neither
Slack nor the DNS can be spoken to.
"""

import asyncio
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web

MOST = 4096
_LAST_REQUESTS = 3.0
"""Seconds for requests under way when the server stops: Slack waits no longer."""
_PATIENCE = 10.0
"""Seconds for a request to come in: Slack's are there at once."""
_LINGERING = 2.0
"""Seconds for which the rest of a refused body is read, so that its sender hears why."""


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
    (408); headers that take as long end the connection. `connections`: at most so many; see `Crowd`.
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
            async with nullcontext() if request.content.is_eof() else asyncio.timeout(patience):
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


def most() -> int:
    """Connections that one server may hold: a third of the process's descriptors, for there may be two servers, and the
    DNS, Slack and the database need theirs."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else min(soft // 3, MOST)


class Crowd:
    """All the connections of one server. `most`: as many as there may be; `patience`: seconds for a request's headers,
    from the connection or from their first byte on, and as many for its body."""

    def __init__(self, most: int, patience: float) -> None:
        self.patience = patience
        self._most = most
        self._new: dict[Connection, None] = {}
        self._idle: dict[Connection, None] = {}
        self._busy: set[Connection] = set()

    def enter(self, connection: "Connection") -> None:
        """Makes room for a new connection: closes the one that has waited longest for a whole request, else the one
        that has been idle longest. If all are at work, the new one is closed."""
        if len(self._new) + len(self._idle) + len(self._busy) >= self._most:
            leaving = next(iter(self._new or self._idle), connection)
            leaving.force_close()
            self.leave(leaving)
            if leaving is connection:
                return
        self._new[connection] = None

    def began(self, connection: "Connection") -> None:
        """Called when a request's headers have arrived completely."""
        self._new.pop(connection, None)
        self._idle.pop(connection, None)
        self._busy.add(connection)

    def ended(self, connection: "Connection") -> None:
        """Called when its request has been answered."""
        if connection in self._busy:
            self._busy.remove(connection)
            self._idle[connection] = None

    def leave(self, connection: "Connection") -> None:
        self._new.pop(connection, None)
        self._idle.pop(connection, None)
        self._busy.discard(connection)


class Connection(web.RequestHandler):
    """One connection of a crowd."""

    def __init__(self, server: web.Server, crowd: Crowd, **options: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._crowd = crowd
        self._at_work = False
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._crowd.enter(self)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if data and not self._at_work:
            self._wait()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._come()
        self._crowd.leave(self)
        super().connection_lost(exc)

    def began(self) -> None:
        """Called when a request's headers have arrived completely."""
        self._at_work = True
        self._come()
        self._crowd.began(self)

    def ended(self) -> None:
        """Called when its request has been answered."""
        self._at_work = False
        self._crowd.ended(self)

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Input that is not HTTP is the sender's fault, and is not logged as ours. aiohttp would add a `Server` field
        with its name and Python's."""
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return super().handle_error(request, status, exc, message)
        response = web.Response(status=status, headers={hdrs.SERVER: ""})
        response.force_close()
        return response

    def _wait(self) -> None:
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(self._crowd.patience, self.force_close)

    def _come(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

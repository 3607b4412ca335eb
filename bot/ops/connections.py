"""Connections to our server: each request must arrive in time, and the number of connections is limited.

aiohttp waits for a request's headers as long as it keeps an idle connection, which must be longer than a proxy does. A
stranger who sends half a request a thousand times takes every descriptor of the process meanwhile, and then neither
Slack nor the DNS can be spoken to.
"""

import asyncio
import resource
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web

MOST = 4096


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

"""DNS over UDP: a few connected sockets, each carrying many questions at once.

A socket a question, as is usual, costs more than the question. Here each socket has a random port, takes datagrams
from its server only (the kernel sees to that), and is retired after `USES` questions; the identifier is random and
the question must match: a forger has to guess all of them (RFC 5452).
"""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domains.resolver.message import Question, answers

USES = 48
"""Questions that leave by one socket."""
RECEIVE_BYTES = 1 << 20


@dataclass(eq=False, slots=True)
class _Port:
    """One socket and its questions in flight, by identifier."""

    socket: socket.socket
    pending: dict[int, tuple[Question, asyncio.Future[bytes]]] = field(default_factory=dict)
    used: int = 0

    def read(self) -> None:
        """Takes every datagram that waits; one that answers no question of ours is dropped."""
        while True:
            try:
                wire = self.socket.recv(65535)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self.fail(error)
                return
            asked, future = self.pending.get(int.from_bytes(wire[:2], "big"), (None, None))
            if asked is not None and future is not None and not future.done() and answers(asked, wire):
                future.set_result(wire)

    def fail(self, error: OSError) -> None:
        """The server's host says that nobody listens: every question in flight is answered by that."""
        for _, future in self.pending.values():
            if not future.done():
                future.set_exception(error)


class Datagrams:
    """A `Transport` over UDP to one server."""

    def __init__(self, host: str, port: int = 53) -> None:
        self._address = (host, port)
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._ports: set[_Port] = set()
        self._current: _Port | None = None

    @property
    def may_lose(self) -> bool:
        return True

    async def exchange(
        self, asked: Question, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        loop = asyncio.get_running_loop()
        port = self._port(loop)
        identifier = secrets.randbits(16)
        while identifier in port.pending:
            identifier = secrets.randbits(16)
        future: asyncio.Future[bytes] = loop.create_future()
        port.pending[identifier] = (asked, future)
        message = identifier.to_bytes(2, "big") + body
        if again is None:
            timer = loop.call_later(seconds, _expire, future)
        else:
            timer = loop.call_later(seconds, _repeat, port, message, future, seconds, again)
        try:
            _send(port, message)
            return await future
        finally:
            timer.cancel()
            del port.pending[identifier]
            self._retire(port, loop)

    def _port(self, loop: asyncio.AbstractEventLoop) -> _Port:
        port = self._current
        if port is None or port.used >= USES:
            made = socket.socket(self._family, socket.SOCK_DGRAM)
            try:
                made.setblocking(False)
                made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
                made.connect(self._address)
            except OSError:
                made.close()
                raise
            self._current = port = _Port(made)
            self._ports.add(port)
            loop.add_reader(made, port.read)
        port.used += 1
        return port

    def _retire(self, port: _Port, loop: asyncio.AbstractEventLoop) -> None:
        if port.used >= USES and not port.pending and port in self._ports:
            self._drop(port, loop)

    def _drop(self, port: _Port, loop: asyncio.AbstractEventLoop) -> None:
        self._ports.discard(port)
        if self._current is port:
            self._current = None
        loop.remove_reader(port.socket)
        port.socket.close()

    async def close(self) -> None:
        loop = asyncio.get_running_loop()
        for port in tuple(self._ports):
            port.fail(ConnectionAbortedError("the resolver was closed"))
            self._drop(port, loop)


def _send(port: _Port, message: bytes) -> None:
    """A full send buffer counts as a lost datagram, as does a fault that `read` will be told of too."""
    with contextlib.suppress(BlockingIOError, InterruptedError):
        port.socket.send(message)


def _repeat(
    port: _Port, message: bytes, future: asyncio.Future[bytes], seconds: float, again: Callable[[], None]
) -> None:
    """The second half of the wait has a timer of its own: most questions are answered before they need it."""
    again()
    asyncio.get_running_loop().call_later(seconds, _expire, future)
    with contextlib.suppress(OSError):
        _send(port, message)


def _expire(future: asyncio.Future[bytes]) -> None:
    if not future.done():
        future.set_exception(TimeoutError())

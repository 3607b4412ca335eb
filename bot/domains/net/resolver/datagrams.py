"""DNS over UDP: a few connected sockets, each carrying many questions at once.

The usual socket for each question would cost more than the question. Here each socket has a random port, takes
datagrams from its server only (the kernel sees to that), and is retired after `USES` questions; the identifier is
random and the question must match: a forger has to guess all of them (RFC 5452).
"""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.domains.net.resolver.message import Question, answers

USES = 48
"""Questions that leave by one socket."""
RECEIVE_BYTES = 1 << 20
Arrived = Callable[[bytes | OSError], None]
"""Takes the response, or what kept it from coming: `TimeoutError`, or the socket's fault."""


@dataclass(eq=False, slots=True)
class _Awaited:
    """A question in flight."""

    asked: Question
    message: bytes
    arrived: Arrived
    timer: asyncio.TimerHandle | None = None


@dataclass(eq=False, slots=True)
class _Port:
    """One socket and its questions in flight, by identifier."""

    socket: socket.socket
    pending: dict[int, _Awaited] = field(default_factory=dict)
    used: int = 0


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
        self, question: Question, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.begin(question, body, seconds, again, partial(_settle, future))
        return await future

    def begin(
        self, question: Question, body: bytes, seconds: float, again: Callable[[], None] | None, arrived: Arrived
    ) -> None:
        """`exchange` without a task that waits: `arrived` is called, once, later."""
        loop = asyncio.get_running_loop()
        try:
            port = self._port(loop)
        except OSError as error:
            loop.call_soon(arrived, error)
            return
        identifier = secrets.randbits(16)
        while identifier in port.pending:
            identifier = secrets.randbits(16)
        awaited = _Awaited(question, identifier.to_bytes(2, "big") + body, arrived)
        port.pending[identifier] = awaited
        if again is None:
            awaited.timer = loop.call_later(seconds, self._finish, port, identifier, TimeoutError())
        else:
            awaited.timer = loop.call_later(seconds, self._repeat, port, identifier, seconds, again)
        try:
            _send(port, awaited.message)
        except OSError as error:
            loop.call_soon(self._fail, port, error)

    def _read(self, port: _Port) -> None:
        """Takes every datagram that waits; one that answers no question of ours is dropped."""
        while port in self._ports:
            try:
                wire = port.socket.recv(65535)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self._fail(port, error)
                return
            identifier = int.from_bytes(wire[:2], "big")
            awaited = port.pending.get(identifier)
            if awaited is not None and answers(awaited.asked, wire):
                self._finish(port, identifier, wire)

    def _finish(self, port: _Port, identifier: int, outcome: bytes | OSError) -> None:
        awaited = port.pending.pop(identifier)
        if awaited.timer is not None:
            awaited.timer.cancel()
        if port.used >= USES and not port.pending:
            self._drop(port)
        awaited.arrived(outcome)

    def _fail(self, port: _Port, error: OSError) -> None:
        """The server's host says that nobody listens: every question in flight is answered by that."""
        for identifier in tuple(port.pending):
            self._finish(port, identifier, error)

    def _repeat(self, port: _Port, identifier: int, seconds: float, again: Callable[[], None]) -> None:
        """The second half of the wait has a timer of its own: most questions are answered before they need it."""
        again()
        awaited = port.pending[identifier]
        awaited.timer = asyncio.get_running_loop().call_later(seconds, self._finish, port, identifier, TimeoutError())
        with contextlib.suppress(OSError):
            _send(port, awaited.message)

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
            loop.add_reader(made, self._read, port)
        port.used += 1
        return port

    def _drop(self, port: _Port) -> None:
        self._ports.discard(port)
        if self._current is port:
            self._current = None
        asyncio.get_running_loop().remove_reader(port.socket)
        port.socket.close()

    async def close(self) -> None:
        for port in tuple(self._ports):
            port.used = USES
            self._fail(port, ConnectionAbortedError("the resolver was closed"))
            if port in self._ports:
                self._drop(port)


def _send(port: _Port, message: bytes) -> None:
    """A full send buffer counts as a lost datagram, as does a fault that `_read` will be told of too."""
    with contextlib.suppress(BlockingIOError, InterruptedError):
        port.socket.send(message)


def _settle(future: asyncio.Future[bytes], outcome: bytes | OSError) -> None:
    if future.done():
        return
    if isinstance(outcome, OSError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

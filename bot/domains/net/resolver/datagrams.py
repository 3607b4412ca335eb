"""DNS over UDP: a few connected sockets, each carrying many questions at once.

The usual socket for each question would cost more than the question. Here each socket has a random port, takes
datagrams from its server only (the kernel sees to that), and is retired after `USES` questions; the identifier is
random and the question must match: a forger has to guess all of them (RFC 5452).
"""

import asyncio
import contextlib
import secrets
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from bot.domains.net.resolver.question import DnsQuestion, answers

USES = 48
"""Questions that leave by one socket."""
RECEIVE_BYTES = 1 << 20
MOST_BYTES = 4096
"""Of a datagram, three times what we allow a server: one that is longer counts as cut short."""
READ_BY = 0.25
"""Seconds after which a server has read a question, if it ever will: one that a full buffer may have lost is sent again
then."""
_IDENTIFIERS = struct.Struct(f"!{USES}H")


@dataclass(eq=False, slots=True)
class Exchange:
    """A question in flight. Who needs to know more of it makes a class of its own of this one."""

    asked: DnsQuestion
    body: bytes
    """The message without its identifier."""
    seconds: float
    """That an answer is waited for, after each message."""
    again: Callable[[], None] | None
    """Called before it is sent once more; None where it is not, or was already."""
    arrived: Callable[[Any, bytes | OSError], None]
    """Called once, later, with this exchange and the response, or what kept it from coming: `TimeoutError`, or the
    socket's fault."""
    hasty: bool = field(default=False, kw_only=True)
    """Whether it is sent again after `READ_BY` already, and waited for as long in all."""


@dataclass(eq=False, slots=True)
class _Port:
    """One socket."""

    socket: socket.socket
    identifiers: list[int]
    """Those that no question has had yet, in random order. Without any, the socket takes no more questions."""
    pending: dict[int, Exchange] = field(default_factory=dict)
    """Its questions in flight, by identifier."""


class Datagrams:
    """A `Transport` over UDP to one server."""

    def __init__(self, host: str, port: int = 53) -> None:
        self._address = (host, port)
        self._family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._ports: set[_Port] = set()
        self._current: _Port | None = None
        self._waits: defaultdict[float, deque[tuple[float, _Port, int]]] = defaultdict(deque)
        """By how long they wait: until when (by the monotonic clock) the question with this identifier is waited for,
        the first due first; some were answered meanwhile. One timer serves all: a timer for each would cost as much as
        the question."""
        self._timer: asyncio.TimerHandle | None = None

    @property
    def may_lose(self) -> bool:
        return True

    async def exchange(
        self, question: DnsQuestion, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.begin(Exchange(question, body, seconds, again, partial(_settle, future)))
        return await future

    def begin(self, exchange: Exchange) -> None:
        """`exchange` without a task that waits."""
        port = self._current
        if port is None or not port.identifiers:
            try:
                port = self._open()
            except OSError as error:
                asyncio.get_running_loop().call_soon(exchange.arrived, exchange, error)
                return
        identifier = port.identifiers.pop()
        port.pending[identifier] = exchange
        self._wait(READ_BY if exchange.hasty else exchange.seconds, port, identifier)
        try:
            port.socket.send(identifier.to_bytes(2, "big") + exchange.body)
        except (BlockingIOError, InterruptedError):
            pass  # as in `_send`; not called, since this line runs for every question
        except OSError as error:
            asyncio.get_running_loop().call_soon(self._fail, port, error)

    def _wait(self, seconds: float, port: _Port, identifier: int) -> None:
        waits = self._waits[seconds]
        waits.append((monotonic() + seconds, port, identifier))
        if len(waits) == 1:
            self._set_timer()

    def _set_timer(self) -> None:
        """For the first that is not answered yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for waits in self._waits.values():
            while waits and waits[0][2] not in waits[0][1].pending:
                waits.popleft()
        if first := [waits[0][0] for waits in self._waits.values() if waits]:
            self._timer = asyncio.get_running_loop().call_later(min(first) - monotonic(), self._look)

    def _look(self) -> None:
        """Gives up what is due, or sends it once more: the first message may still be answered then, as a slow server
        is commoner than a lost message."""
        now = monotonic()
        due = []
        for waits in self._waits.values():
            while waits and waits[0][0] <= now:
                due.append(waits.popleft())
        for _, port, identifier in due:
            exchange = port.pending.get(identifier)
            if exchange is None:
                continue
            if exchange.again is None:
                self._finish(port, identifier, TimeoutError())
                continue
            exchange.again()
            exchange.again = None
            self._wait(2 * exchange.seconds - READ_BY if exchange.hasty else exchange.seconds, port, identifier)
            with contextlib.suppress(OSError):
                _send(port, identifier.to_bytes(2, "big") + exchange.body)
        self._set_timer()

    def _read(self, port: _Port) -> None:
        """Takes every datagram that waits; one that answers no question of ours is dropped."""
        while True:
            try:
                wire = port.socket.recv(MOST_BYTES)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self._fail(port, error)
                return
            if len(wire) == MOST_BYTES:
                wire = wire[:2] + bytes([wire[2] | 0x02]) + wire[3:]
            identifier = int.from_bytes(wire[:2], "big")
            exchange = port.pending.get(identifier)
            if exchange is not None and answers(exchange.asked, wire):
                self._finish(port, identifier, wire)
            if not port.pending:
                return

    def _finish(self, port: _Port, identifier: int, outcome: bytes | OSError) -> None:
        exchange = port.pending.pop(identifier)
        if not port.identifiers and not port.pending:
            self._drop(port)
        exchange.arrived(exchange, outcome)

    def _fail(self, port: _Port, error: OSError) -> None:
        """The server's host says that nobody listens: every question in flight is answered by that."""
        for identifier in tuple(port.pending):
            self._finish(port, identifier, error)

    def _open(self) -> _Port:
        """The next socket."""
        made = socket.socket(self._family, socket.SOCK_DGRAM)
        try:
            made.setblocking(False)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            made.connect(self._address)
        except OSError:
            made.close()
            raise
        self._current = port = _Port(made, _identifiers())
        self._ports.add(port)
        asyncio.get_running_loop().add_reader(made.fileno(), self._read, port)
        return port

    def _drop(self, port: _Port) -> None:
        self._ports.discard(port)
        if self._current is port:
            self._current = None
        asyncio.get_running_loop().remove_reader(port.socket.fileno())
        port.socket.close()

    async def close(self) -> None:
        for port in tuple(self._ports):
            port.identifiers.clear()
            self._fail(port, ConnectionAbortedError("the resolver was closed"))
            if port in self._ports:
                self._drop(port)
        self._set_timer()


def _identifiers() -> list[int]:
    """Random, none twice: two questions in flight need two."""
    return list(dict.fromkeys(_IDENTIFIERS.unpack(secrets.token_bytes(_IDENTIFIERS.size))))


def _send(port: _Port, message: bytes) -> None:
    """A full send buffer counts as a lost datagram, as does a fault that `_read` will be told of too."""
    try:
        port.socket.send(message)
    except (BlockingIOError, InterruptedError):
        return


def _settle(future: asyncio.Future[bytes], _: Exchange, outcome: bytes | OSError) -> None:
    if future.done():
        return
    if isinstance(outcome, OSError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

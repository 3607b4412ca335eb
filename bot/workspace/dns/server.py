"""The server: UDP and TCP on one loopback port."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, cast

import dns.exception
import dns.flags
import dns.message
import dns.rdatatype

from bot.workspace.dns.resolve import resolve
from bot.workspace.dns.zones import Zones

LARGEST_TCP = 65535
PLAIN_UDP = 512
"""Bytes of a UDP answer where the question carries no EDNS (RFC 1035, 4.2.1)."""
ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    """Lower case, no final dot."""
    type: str
    over_tcp: bool


class DnsServer:
    """`async with DnsServer(zones) as dns` answers on `dns.host`:`dns.port`; `delay` is seconds before each answer.

    `authoritative`: it answers as a name server that holds the zones, not as a resolver. `tcp`: whether it also answers
    over TCP.
    """

    def __init__(
        self,
        zones: Zones,
        delay: float = 0.0,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        authoritative: bool = False,
        tcp: bool = True,
    ) -> None:
        self.zones, self.delay = zones, delay
        self.host, self.port = host, port
        self.authoritative, self.tcp = authoritative, tcp
        self.asked: list[_Question] = []
        self.most_in_flight = 0
        self._in_flight = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._udp: asyncio.DatagramTransport | None = None
        self._tcp: asyncio.Server | None = None

    @property
    def queries(self) -> int:
        return len(self.asked)

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        sockets = _pair(self.host, self.port)
        self.port = sockets[0].getsockname()[1]
        transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self), sock=sockets[0])
        self._udp = transport
        if self.tcp:
            self._tcp = await asyncio.start_server(self._connection, sock=sockets[1])
        else:
            sockets[1].close()

    async def close(self) -> None:
        for transport in (self._udp, self._tcp):
            if transport is not None:
                transport.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def take(self, wire: bytes, send: Callable[[bytes], None], *, over_tcp: bool) -> None:
        """Answers in the background: a slow answer keeps no other waiting."""
        task = asyncio.ensure_future(self._respond(wire, send, over_tcp))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _respond(self, wire: bytes, send: Callable[[bytes], None], over_tcp: bool) -> None:
        number, rest = wire[:2], wire[2:]
        query = _read(rest)
        if query is None or not query.question:
            return
        question = query.question[0]
        wanted = dns.rdatatype.to_text(question.rdtype)
        self.asked.append(_Question(question.name.to_text(omit_final_dot=True).lower(), wanted, over_tcp))
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            await asyncio.sleep(self.delay)
            limit = LARGEST_TCP if over_tcp else query.payload or PLAIN_UDP
            reply = self.zones.kept(
                (rest, limit, self.authoritative), lambda: _reply(self.zones, query, limit, self.authoritative)
            )
        finally:
            self._in_flight -= 1
        if reply is not None:
            send(number + reply)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                wire = await reader.readexactly(size)
                self.take(wire, lambda reply: writer.write(len(reply).to_bytes(2, "big") + reply), over_tcp=True)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: DnsServer) -> None:
        self._server = server
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        transport = self._transport
        if transport is not None:
            self._server.take(data, lambda reply: transport.sendto(reply, addr), over_tcp=False)


@lru_cache(maxsize=10_000)
def _read(rest: bytes) -> dns.message.Message | None:
    """A query without its number; None where it is none. Tests ask the same again and again."""
    try:
        return dns.message.from_wire(bytes(2) + rest)
    except dns.exception.DNSException:
        return None


def _reply(zones: Zones, query: dns.message.Message, limit: int, authoritative: bool) -> bytes | None:
    """Without its number; None where nobody answers."""
    reply = resolve(zones, query)
    if reply is None:
        return None
    if authoritative:
        reply.flags |= dns.flags.AA
    return _wire(query, reply, limit)[2:]


def _wire(query: dns.message.Message, reply: dns.message.Message, limit: int) -> bytes:
    """What does not fit goes out empty with TC: ask again over TCP."""
    try:
        return reply.to_wire(max_size=limit)
    except dns.exception.TooBig:
        short = dns.message.make_response(query, recursion_available=True)
        short.flags |= dns.flags.TC
        return short.to_wire()


def _pair(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """A UDP and a TCP socket on the same port; with port 0, on any that is free for both."""
    for attempt in range(ATTEMPTS):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            udp.bind((host, port))
            tcp.bind((host, udp.getsockname()[1]))
        except OSError:
            udp.close()
            tcp.close()
            if port or attempt == ATTEMPTS - 1:
                raise
            continue
        for endpoint in (udp, tcp):
            endpoint.setblocking(False)
        return udp, tcp
    raise AssertionError("unreachable")

"""DNS over TCP (RFC 7766) and over TLS (RFC 7858): one connection that carries many questions at once.

A connection may be dead without a word: a NAT forgot it, the server behind a load balancer moved. Nobody closes it
then, and the kernel tries on for a quarter of an hour. So it is given up with the first question that it leaves
unanswered while it brings nothing else either, and one that has lain idle is not used again.
"""

import asyncio
import contextlib
import secrets
import ssl
from collections.abc import Callable

from bot.domains.net.resolver.question import DnsQuestion, answers

_IDLE = 10.0
"""Seconds without a question or an answer after which a connection is closed (RFC 7766, 6.2.3; RFC 7858, 3.4)."""


class Streams:
    """A `Transport` over one connection, opened when first needed and again when it was lost.

    With `tls`, the server's certificate must be valid for `host`.
    """

    def __init__(self, host: str, port: int = 53, *, tls: ssl.SSLContext | None = None) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._opening = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._pending: dict[int, tuple[DnsQuestion, asyncio.Future[bytes]]] = {}
        self._heard = 0.0
        """When the connection last brought anything, by the loop's clock."""
        self._idle: asyncio.TimerHandle | None = None

    @property
    def may_lose(self) -> bool:
        return False

    async def exchange(
        self, question: DnsQuestion, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        if self._idle is not None:
            self._idle.cancel()
        until = asyncio.get_running_loop().time() + seconds
        try:
            try:
                return await self._put(question, body, until)
            except (ConnectionResetError, BrokenPipeError):  # the connection ended before the answer: RFC 7766, 6.2.4
                return await self._put(question, body, until)
        finally:
            if not self._pending:
                self._idle = asyncio.get_running_loop().call_later(_IDLE, self._leave)

    async def _put(self, question: DnsQuestion, body: bytes, until: float) -> bytes:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout_at(until):
            writer = await self._connection()
        identifier = secrets.randbits(16)
        while identifier in self._pending:
            identifier = secrets.randbits(16)
        future: asyncio.Future[bytes] = loop.create_future()
        self._pending[identifier] = (question, future)
        put = loop.time()
        try:
            async with asyncio.timeout_at(until):
                writer.write((len(body) + 2).to_bytes(2, "big") + identifier.to_bytes(2, "big") + body)
                await writer.drain()
                return await future
        except TimeoutError:
            if self._heard <= put:
                writer.transport.abort()
            raise
        finally:
            del self._pending[identifier]

    async def _connection(self) -> asyncio.StreamWriter:
        async with self._opening:
            if self._writer is None or self._writer.is_closing() or self._reading is None or self._reading.done():
                reader, self._writer = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
                self._reading = asyncio.create_task(self._read(reader, self._writer))
            return self._writer

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hands each response to its question until the connection ends, and its end to those left waiting."""
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                wire = await reader.readexactly(size)
                self._heard = asyncio.get_running_loop().time()
                question, future = self._pending.get(int.from_bytes(wire[:2], "big"), (None, None))
                if question is not None and future is not None and not future.done() and answers(question, wire):
                    future.set_result(wire)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for _, future in self._pending.values():
                if not future.done():
                    future.set_exception(ConnectionResetError("the server closed the connection"))
            writer.close()

    def _leave(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
            self._reading = self._writer = None

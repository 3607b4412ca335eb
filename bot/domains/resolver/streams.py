"""DNS over TCP (RFC 7766) and over TLS (RFC 7858): one connection that carries many questions at once."""

import asyncio
import contextlib
import secrets
import ssl
from collections.abc import Callable

from bot.domains.resolver.message import Question, answers


class Streams:
    """A `Transport` over one connection, opened when first needed and again when it was lost.

    With `tls`, the server's certificate must be valid for `host`.
    """

    def __init__(self, host: str, port: int = 53, *, tls: ssl.SSLContext | None = None) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._opening = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._pending: dict[int, tuple[Question, asyncio.Future[bytes]]] = {}

    @property
    def may_lose(self) -> bool:
        return False

    async def exchange(
        self, asked: Question, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        async with asyncio.timeout(seconds):
            writer = await self._connection()
            identifier = secrets.randbits(16)
            while identifier in self._pending:
                identifier = secrets.randbits(16)
            future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
            self._pending[identifier] = (asked, future)
            try:
                writer.write((len(body) + 2).to_bytes(2, "big") + identifier.to_bytes(2, "big") + body)
                await writer.drain()
                return await future
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
                asked, future = self._pending.get(int.from_bytes(wire[:2], "big"), (None, None))
                if asked is not None and future is not None and not future.done() and answers(asked, wire):
                    future.set_result(wire)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for _, future in self._pending.values():
                if not future.done():
                    future.set_exception(ConnectionResetError("the server closed the connection"))
            writer.close()

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
            self._reading = self._writer = None

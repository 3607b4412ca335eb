"""What strangers may do to the server's port: send halves, send rubbish, and come in crowds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.ops.readiness import health
from bot.ops.server import served

HALF_HEADERS = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: "
HALF_BODY = b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of "
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@asynccontextmanager
async def serving(patience: float = 30, connections: int = 100) -> AsyncIterator[tuple[str, int]]:
    """Host and port of a server."""

    async def body(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    routes = [*health({}), web.post("/body", body)]
    async with served(routes, "127.0.0.1", 0, patience=patience, connections=connections) as origin:
        host, _, port = origin.removeprefix("http://").partition(":")
        yield host, int(port)


async def opened(address: tuple[str, int], first: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(first)
    return reader, writer


async def head(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)


async def rest(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the server closes the connection."""
    try:
        return await asyncio.wait_for(reader.read(), 60)
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("half", [b"", b"G", HALF_HEADERS])
async def test_headers_that_do_not_come_end_the_connection(half: bytes) -> None:
    async with serving(patience=0.2) as address:
        reader, _ = await opened(address, half)
        assert await rest(reader) == b""


async def test_headers_that_come_byte_by_byte_win_no_time() -> None:
    async with serving(patience=0.3) as address:
        reader, writer = await opened(address, HALF_HEADERS)
        gone = asyncio.create_task(rest(reader))
        while not gone.done():
            writer.write(b"a")
            await asyncio.sleep(0.02)
        assert await gone == b""


async def test_a_body_that_does_not_come_is_answered_with_408() -> None:
    async with serving(patience=0.2) as address:
        reader, _ = await opened(address, HALF_BODY)
        assert (await rest(reader)).startswith(b"HTTP/1.1 408 ")


async def test_a_proxys_connection_may_lie_idle_between_two_requests() -> None:
    async with serving(patience=0.2) as address:
        reader, writer = await opened(address, WHOLE)
        assert b" 200 OK" in await head(reader)
        await reader.readexactly(len(b'{"ok": true}'))
        await asyncio.sleep(0.6)  # longer than the patience: that time passes is all that happens
        writer.write(WHOLE)
        assert b" 200 OK" in await head(reader)
        await reader.readexactly(len(b'{"ok": true}'))
        writer.write(HALF_HEADERS)
        assert await rest(reader) == b""


async def test_a_crowd_of_halves_takes_nobodys_place() -> None:
    """The oldest half has to go for each newcomer; a connection that brought a whole request is worth more."""
    async with serving(connections=10) as address:
        proxy, proxy_writer = await opened(address, WHOLE)
        assert b" 200 OK" in await head(proxy)
        await proxy.readexactly(len(b'{"ok": true}'))
        halves = [await opened(address, HALF_HEADERS) for _ in range(40)]
        async with aiohttp.ClientSession() as session, session.get("http://{}:{}/healthz".format(*address)) as alive:
            assert alive.status == 200
        for reader, _ in halves[:25]:
            assert await rest(reader) == b""
        proxy_writer.write(WHOLE)
        assert b" 200 OK" in await head(proxy)


@pytest.mark.parametrize(
    "rubbish", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET /\xff HTTP/1.1\r\n: \r\n\r\n"]
)
async def test_rubbish_is_a_bad_request_and_no_fault_of_ours(rubbish: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as address:
        reader, _ = await opened(address, WHOLE + rubbish + b"\r\n\r\n")
        answer = await rest(reader)
    assert b"HTTP/1.1 400 " in answer or b"HTTP/1.0 400 " in answer
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_nobody_is_told_which_software_answers() -> None:
    async with serving(patience=0.2) as address:
        for first in (WHOLE, b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n", b"rubbish\r\n\r\n", HALF_BODY):
            reader, _ = await opened(address, first)
            answer = (await head(reader)).lower()
            assert not any(word in answer for word in (b"aiohttp", b"python"))

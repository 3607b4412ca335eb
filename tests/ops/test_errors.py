"""What Sentry is sent of an error: enough to find it, and nobody's words. Read from the wire."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator

import pytest
import sentry_sdk
from aiohttp import web

from bot.ops.errors import report_to
from bot.ops.server import served


class Sentry:
    """Takes reports on loopback."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip" and body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        self.bodies.append(body.decode())
        return web.json_response({"id": "1"})


@pytest.fixture
async def sentry() -> AsyncIterator[Sentry]:
    taken = Sentry()
    async with served([web.post("/api/1/envelope/", taken.take)], "127.0.0.1", 0, largest=10**6) as origin:
        report_to(origin.replace("://", "://public@") + "/1")
        yield taken
        client = sentry_sdk.get_client()
        sentry_sdk.get_global_scope().set_client(None)
        await asyncio.to_thread(client.close, 2.0)


async def sent(sentry: Sentry) -> str:
    await asyncio.to_thread(sentry_sdk.flush, 5.0)
    return "\n".join(sentry.bodies)


def read(line: str) -> int:
    whole = f"mail body: {line}"
    return int(whole)


async def test_a_logged_error_is_reported_by_type_and_place(sentry: Sentry) -> None:
    try:
        read("550 <jonas@imone.lt>")
    except ValueError:
        logging.getLogger("bot.slack").exception("a question of %s could not be answered", "U0JONAS")
    report = await sent(sentry)
    assert "ValueError" in report
    assert "test_errors" in report
    assert "could not be answered" in report
    assert not any(word in report for word in ("jonas@", "550 <", "mail body", "U0JONAS", "sys.argv"))


async def test_a_library_is_not_quoted(sentry: Sentry) -> None:
    logging.getLogger("slack_sdk.socket_mode").error('Failed to run a listener: {"text": "labas rytas"}')
    report = await sent(sentry)
    assert "Failed to run a listener" in report
    assert "labas" not in report


def test_without_a_dsn_nothing_is_set_up() -> None:
    report_to("")
    assert not sentry_sdk.get_client().is_active()

"""Fetching over HTTPS for real: a server on loopback whose authority the test made."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.domains.net.fetch import Fetched, Page
from bot.domains.net.https_fetcher import HttpsFetcher
from bot.workspace.dns import DnsServer, Zones
from tests.domains.authority_ca import TestAuthority
from tests.domains.checking import resolver_at

HOST = "mta-sts.imone.example"
NAMES = {HOST: [{"A": "127.0.0.1"}], "vidus.example": [{"A": "10.1.2.3"}], "kitas.example": [{"A": "127.0.0.1"}]}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def serving(
    authority: TestAuthority,
    handler: Handler,
    *names: str,
    allow: tuple[str, ...] = ("127.0.0.0/8",),
    days: int = 90,
    life: int = 400,
    trust: TestAuthority | None = None,
    patience: float = 10,
) -> AsyncIterator[HttpsFetcher]:
    """A server with a certificate for `names`, at which they are found, and a fetcher that trusts its authority, or
    another."""
    app = web.Application()
    app.router.add_get("/{rest:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)  # a slow handler is not waited for
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=authority.server(*(names or (HOST,)), days=days, life=life))
    await site.start()
    port = runner.addresses[0][1]
    async with DnsServer(Zones({name: [{"A": "127.0.0.1"}] for name in names} | NAMES)) as dns:
        resolver = resolver_at(dns)
        ca_file = str((trust or authority).file)
        yield HttpsFetcher(resolver.for_check, timeout=patience, ca_file=ca_file, allow=allow, port=port)
        await resolver.close()
    await runner.cleanup()


async def text(request: web.Request) -> web.Response:
    return web.Response(text="version: STSv1\n")


async def get(authority: TestAuthority, handler: Handler, url: str = f"https://{HOST}/x", **how: object) -> Page:
    async with serving(authority, handler, **how) as fetch:  # type: ignore[arg-type]
        return await fetch(url, limit=1000)


async def test_a_small_page_comes_whole(authority: TestAuthority) -> None:
    page = await get(authority, text)
    assert (page.outcome, page.body, page.media_type) == (Fetched.OK, b"version: STSv1\n", "text/plain")


async def test_a_page_comes_with_the_life_of_its_certificate(authority: TestAuthority) -> None:
    page = await get(authority, text, days=40, life=90)
    assert page.certificate is not None
    assert page.certificate.until - page.certificate.since == timedelta(days=90)
    assert timedelta(days=39) < page.certificate.until - datetime.now(UTC) <= timedelta(days=40)


async def test_a_redirect_is_not_followed(authority: TestAuthority) -> None:
    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound("https://kitas.example/")

    page = await get(authority, away)
    assert (page.outcome, page.detail) == (Fetched.REDIRECT, "https://kitas.example/")


async def test_a_certificate_for_another_name_is_refused(authority: TestAuthority) -> None:
    async with serving(authority, text, "kitas.example") as fetch:
        assert (await fetch(f"https://{HOST}/")).outcome is Fetched.CERTIFICATE


async def test_an_expired_certificate_is_refused(authority: TestAuthority) -> None:
    assert (await get(authority, text, days=-1)).outcome is Fetched.CERTIFICATE


async def test_an_unknown_authority_is_refused(authority: TestAuthority, tmp_path: Path) -> None:
    async with serving(TestAuthority(tmp_path), text, trust=authority) as fetch:
        assert (await fetch(f"https://{HOST}/")).outcome is Fetched.CERTIFICATE


@pytest.mark.parametrize("announced", [True, False])
async def test_an_oversized_page_is_dropped(authority: TestAuthority, announced: bool) -> None:
    async def much(request: web.Request) -> web.StreamResponse:
        if announced:
            return web.Response(body=b"x" * 100_000)
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 100)
        return response

    page = await get(authority, much)
    assert (page.outcome, page.body) == (Fetched.TOO_LARGE, b"")


@pytest.mark.parametrize(
    ("status", "outcome"), [(404, Fetched.NOT_FOUND), (410, Fetched.NOT_FOUND), (500, Fetched.STATUS)]
)
async def test_other_statuses(authority: TestAuthority, status: int, outcome: Fetched) -> None:
    async def fail(request: web.Request) -> web.Response:
        return web.Response(status=status)

    page = await get(authority, fail)
    assert (page.outcome, page.status) == (outcome, status)


async def test_a_slow_server_is_not_waited_for(authority: TestAuthority) -> None:
    async def slow(request: web.Request) -> web.Response:
        await given_up.wait()
        return web.Response()

    given_up = asyncio.Event()
    assert (await get(authority, slow, patience=0.5)).outcome is Fetched.TIMEOUT
    given_up.set()


async def test_loopback_and_private_addresses_are_never_connected_to(authority: TestAuthority) -> None:
    names = []

    async def witness(request: web.Request) -> web.Response:
        names.append(request.path)
        return web.Response()

    for url in (
        f"https://{HOST}/",
        "https://vidus.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
    ):
        page = await get(authority, witness, url, allow=())
        assert page.outcome is Fetched.PRIVATE_ADDRESS, url
    assert names == []


async def test_what_cannot_be_reached_or_is_no_https_is_refused(authority: TestAuthority) -> None:
    assert (await get(authority, text, "https://nera.example/")).outcome is Fetched.REFUSED
    assert (await get(authority, text, f"http://{HOST}/")).outcome is Fetched.REFUSED
    assert (await get(authority, text, "https://")).outcome is Fetched.REFUSED


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "①27.0.0.1",
        "127。0。0。1",
        "１２７.0.0.1",
        "127.0.0.１",
        "127.0.0.1\u00ad",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::1%1]",
        "[::1%0]",
        "[fe80::1%lo]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1%0]",
        "[64:ff9b::7f00:1]",
    ],
)
async def test_no_spelling_of_a_private_address_reaches_it(host: str) -> None:
    """A listener on loopback, and a fetcher that may not connect there."""
    came: list[object] = []

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer.get_extra_info("sockname"))
        writer.close()

    four = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = four.sockets[0].getsockname()[1]
    try:
        six = [await asyncio.start_server(listen, "::1", port)]
    except OSError:  # a machine without IPv6
        six = []
    async with DnsServer(Zones(NAMES)) as dns:
        resolver = resolver_at(dns)
        page = await HttpsFetcher(resolver.for_check)(f"https://{host}:{port}/")
        await resolver.close()
    for server in (four, *six):
        server.close()
    assert page.outcome in (Fetched.PRIVATE_ADDRESS, Fetched.REFUSED)
    assert came == []


async def test_the_address_is_judged_when_it_is_connected_to(authority: TestAuthority) -> None:
    """Whatever led aiohttp to it: here nothing but the last door is left."""
    fetch = HttpsFetcher(lambda: None)  # type: ignore[arg-type,return-value]
    page = await fetch("https://169.254.169.254/latest/meta-data/")
    assert (page.outcome, page.detail.count("169.254.169.254") > 0) == (Fetched.PRIVATE_ADDRESS, True)

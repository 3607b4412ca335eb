"""Processes that share DNS answers in Redis, and do as well without it. Needs Debian's `redis-server`."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import open_checker
from bot.domains.net.dns import Answer, Outcome
from bot.domains.validity import Validity
from bot.domains.values import Options, Report
from bot.settings import Settings
from bot.storage.dns_answers import SharedAnswers
from bot.workspace.dns import DnsServer, sample_zones
from tests.redis_server import SERVER, redis_server

DOMAIN = "imone.example"


@pytest.fixture
async def settings() -> AsyncIterator[Settings]:
    async with DnsServer(sample_zones()) as dns:
        address = f"{dns.host}:{dns.port}"
        yield Settings(dns_nameservers=address, sample_nameserver=address)


async def checked(settings: Settings, *, fresh: bool = False) -> tuple[Report, int]:
    """By a process of its own: the report, and how many questions were asked."""
    report = Report(DOMAIN, ())
    async with open_checker(settings) as checker:
        async for report in checker.check(DOMAIN, Options(), fresh=fresh):  # noqa: B007
            pass
        return report, checker.questions


@pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")
async def test_what_one_process_has_asked_another_one_need_not_ask(settings: Settings, tmp_path: Path) -> None:
    with redis_server(tmp_path) as url:
        sharing = settings.model_copy(update={"redis_url": url})
        first, questions = await checked(sharing)
        second, asked_again = await checked(sharing)
        assert second.findings == first.findings
        assert questions > 50
        assert asked_again < questions / 10
        _, asked_anew = await checked(sharing, fresh=True)
        assert asked_anew >= questions


async def test_where_redis_is_away_all_is_asked(settings: Settings) -> None:
    alone, questions = await checked(settings)
    report, asked_too = await checked(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))
    assert (report.findings, asked_too) == (alone.findings, questions)


async def test_a_redis_that_hangs_costs_a_check_a_moment(settings: Settings) -> None:
    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    over = asyncio.Event()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    report, questions = await checked(settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{port}/0"}))
    assert not over.is_set()  # it is still hanging
    over.set()
    server.close()
    assert report.done
    assert questions > 50


@pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")
async def test_an_answer_comes_back_with_the_life_of_its_signature(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    signed = Validity(now - timedelta(days=80), now + timedelta(days=2))
    left = Answer(DOMAIN, "SOA", Outcome.NODATA, ttl=200, signed=signed)
    with redis_server(tmp_path) as url:
        answers = SharedAnswers(url)
        answers.leave(DOMAIN, {(DOMAIN, "SOA", True): left})
        await answers.close()
        answers = SharedAnswers(url)
        brought = await answers.bring(DOMAIN)
        await answers.close()
    assert brought[DOMAIN, "SOA", True].signed == signed


@pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")
async def test_what_is_no_answer_of_ours_is_not_read(settings: Settings, tmp_path: Path) -> None:
    from redis.asyncio import Redis

    with redis_server(tmp_path) as url:
        client = Redis.from_url(url)
        await client.set(f"mailbot/dns/{DOMAIN}", b'[{"name": "imone.example", "records": [[1, "AA=="]]}]')
        await client.aclose()
        alone, questions = await checked(settings)
        report, asked_too = await checked(settings.model_copy(update={"redis_url": url}))
        assert (report.findings, asked_too) == (alone.findings, questions)

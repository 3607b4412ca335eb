"""Several processes that count in one Redis: what one has seen, the other one knows. Needs Debian's `redis-server`."""

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.ops import breaker
from bot.ops.metrics import Metrics
from bot.ops.rate_limits import Counts, Once, RateLimits
from bot.ops.readiness import health
from bot.ops.server import served
from tests.redis_server import SERVER, redis_process, redis_server

pytestmark = pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as url:
        yield url


async def test_a_persons_questions_are_counted_together(redis: str) -> None:
    first, second = (RateLimits(Counts(redis), Metrics(), user="3/minute", workspace="9/minute") for _ in range(2))
    assert [await gate.admits("T1", "U1") for gate in (first, second, first, second)] == [True, True, True, False]
    assert await second.admits("T2", "U1")


async def test_a_request_taken_by_one_is_refused_by_the_other(redis: str) -> None:
    first, second = Once(Counts(redis)), Once(Counts(redis))
    assert await first.first("v0=a")
    assert not await second.first("v0=a")
    await second.forget("v0=a")
    assert await first.first("v0=a")


async def ready(counts: Counts) -> tuple[int, dict[str, object]]:
    """What `/readyz` says."""
    probes = health({}, {"redis": counts.answers})
    async with (
        served(probes, "127.0.0.1", 0) as origin,
        aiohttp.ClientSession() as session,
        session.get(f"{origin}/readyz") as page,
    ):
        return page.status, json.loads(await page.text())


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
async def test_one_that_hangs_or_is_gone_is_asked_once_and_keeps_nobody_out(
    how: signal.Signals, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_process(tmp_path) as (url, server):
        counts = Counts(url)
        gate, once = RateLimits(counts, Metrics(), user="1/minute", workspace="1/minute"), Once(counts)
        assert await ready(counts) == (200, {"ok": True, "redis": True})
        assert await once.first("v0=a")
        server.send_signal(how)
        async with asyncio.timeout(60):
            assert [await gate.admits("T1", "U1") for _ in range(50)] == [True] * 50
            assert [await once.first("v0=a") for _ in range(50)] == [True] * 50
            await once.forget("v0=a")
        assert await ready(counts) == (200, {"ok": True, "redis": False, "degraded": ["redis"]})
        assert len([record for record in caplog.records if "left alone" in record.message]) == 1


async def test_what_hangs_is_counted_again_when_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "REST", 0.3)
    with redis_process(tmp_path) as (url, server):
        counts = Counts(url)
        once = Once(counts)
        assert await once.first("v0=a")
        server.send_signal(signal.SIGSTOP)
        assert await once.first("v0=a")
        server.send_signal(signal.SIGCONT)
        for _ in range(400):
            if not await once.first("v0=a"):
                break
            await asyncio.sleep(0.05)
        assert await counts.answers()

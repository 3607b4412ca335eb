"""Several processes that count in one Redis: what one has seen, the other one knows. Needs Debian's `redis-server`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ops.gate import Gate, Once, storage
from bot.ops.metrics import Metrics
from tests.redis_server import SERVER, redis_server

pytestmark = pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    with redis_server(tmp_path) as url:
        yield url


async def test_a_persons_questions_are_counted_together(redis: str) -> None:
    first, second = (Gate(storage(redis), Metrics(), user="3/minute", workspace="9/minute") for _ in range(2))
    assert [await gate.admits("T1", "U1") for gate in (first, second, first, second)] == [True, True, True, False]
    assert await second.admits("T2", "U1")


async def test_a_request_taken_by_one_is_refused_by_the_other(redis: str) -> None:
    first, second = Once(storage(redis)), Once(storage(redis))
    assert await first.first("v0=a")
    assert not await second.first("v0=a")
    await second.forget("v0=a")
    assert await first.first("v0=a")

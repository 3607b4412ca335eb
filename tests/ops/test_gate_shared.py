"""Several processes that count in one Redis: what one has seen, the other one knows. Needs Debian's `redis-server`."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ops.gate import Gate, Once, storage
from bot.ops.metrics import Metrics

SERVER = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="redis-server is not installed")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """A server of the test's own on loopback, that keeps nothing."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([str(SERVER), *options], stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


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

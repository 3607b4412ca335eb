"""Two processes: one stands still for longer than it holds its answers, the other one's clock is ahead."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests import postgres
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.storm import come
from tests.scenarios.teams import CHANNELS, DOMAINS, answered, asked, complete, furnish

_AHEAD = """import time
_right = time.time
time.time = lambda: _right() + 15
"""
"""A `sitecustomize`, which Python imports first of all."""


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with postgres.migrated() as url:
        yield url


async def check(ws: Workspace, count: int) -> list[str]:
    """Sends so many checks at once, one a channel; gives the ids of those that were acknowledged."""
    given = (ws.command("/mailcheck", DOMAINS[n % 5], channel=CHANNELS[n]) for n in range(count))
    return asked(await asyncio.gather(*given), acknowledged=True)


async def whole(ws: Workspace, keys: Sequence[str]) -> None:
    """Waits until each is answered wholly, and nothing follows."""
    await come(ws, lambda: complete(ws) >= {*keys})
    assert complete(ws) >= {*keys}


async def test_a_clock_that_is_ahead_and_pauses_cost_no_answer_and_double_none(database: str, tmp_path: Path) -> None:
    taking, ahead = tmp_path / "taking", tmp_path / "ahead"
    for folder in (taking, ahead):
        folder.mkdir()
    (ahead / "sitecustomize.py").write_text(_AHEAD)
    async with (
        Workspace(manifest=read(MANIFEST)) as ws,
        DnsServer(sample_zones(), delay=0.3) as dns,
        BotProcess(ws, dns, taking, "web", database) as first,
        BotProcess(ws, dns, ahead, "worker", database, path=str(ahead)) as second,
    ):
        furnish(ws)
        await first.ready()
        await second.ready()

        keys = await check(ws, 10)
        assert keys
        await whole(ws, keys)
        assert "answers were left" not in (ahead / "bot.log").read_text()

        # Under way by then: what is shown and not whole, and what is taken on and not shown.
        before = len(answered(ws))
        asking = asyncio.create_task(check(ws, 15))
        await ws.until(lambda _: len(answered(ws)) >= before + 6)
        first.pause()
        taken = await asking
        assert taken
        keys += taken
        await whole(ws, keys)
        first.go_on()
        # Whoever was paused has nothing else left to do once it has answered this one.
        keys += await check(ws, 1)
        await whole(ws, keys)

        assert await first.stop() == 0
        # Of what was acknowledged too late the asker was told that it failed: it is answered once at most.
        assert answered(ws).keys() >= {*keys}
        assert {*answered(ws).values()} == {1}
        assert "another process answers" in (taking / "bot.log").read_text()

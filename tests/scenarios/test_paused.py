"""Two processes: one stands still for longer than it holds its answers, the other one's clock is ahead."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.workspace.delivery.transport import PATIENCE
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.log import Delivery
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests import postgres
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.storm import come
from tests.scenarios.teams import CHANNELS, DOMAINS, HOWEVER_LONG, answered, complete, furnish, ids

_AHEAD = """import time
_right = time.time
time.time = lambda: _right() + 15
"""
"""A `sitecustomize`, which Python imports first of all."""


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with postgres.migrated() as url:
        yield url


def checks(ws: Workspace, count: int) -> list[asyncio.Task[Delivery | None]]:
    """So many at once, one a channel."""
    return [asyncio.create_task(ws.command("/mailcheck", DOMAINS[n % 5], channel=CHANNELS[n])) for n in range(count)]


async def taken(commands: Sequence[asyncio.Task[Delivery | None]], patience: float | None = None) -> list[str]:
    """The ids of those that are acknowledged. The others are given up after so many seconds, as Slack does."""
    done, late = await asyncio.wait(commands, timeout=patience)
    for command in late:
        command.cancel()
    return ids([command.result() for command in done], acknowledged=True)


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

        ws.dispatcher.patience = HOWEVER_LONG
        keys = await taken(checks(ws, 10))
        assert len(keys) == 10
        await whole(ws, keys)
        assert "answers were left" not in (ahead / "bot.log").read_text()

        # Under way by then: what is shown and not whole, and what is taken on and not shown.
        commands = checks(ws, 15)
        await ws.until(lambda _: len(answered(ws)) >= len(keys) + 6)
        first.pause()
        shown = answered(ws).keys() - {*keys}
        in_time = await taken(commands, PATIENCE)
        assert shown <= {*in_time}  # an acknowledgement goes before its answer
        keys += in_time
        await whole(ws, keys)
        first.go_on()
        # Whoever was paused has nothing else left to do once it has answered this one.
        keys += (last := await taken(checks(ws, 1)))
        assert last
        await whole(ws, keys)

        assert await first.stop() == 0
        # Of what was acknowledged too late the asker was told that it failed: it is answered once at most.
        assert answered(ws).keys() >= {*keys}
        assert {*answered(ws).values()} == {1}
        assert "another process answers" in (taking / "bot.log").read_text()

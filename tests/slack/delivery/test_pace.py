"""A growing answer is brought to Slack at most once a second, and its end soon."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.slack.delivery.pace import paced


async def growing(*steps: tuple[float, str]) -> AsyncIterator[str]:
    for pause, value in steps:
        await asyncio.sleep(pause)
        yield value


async def shown(stream: AsyncIterator[str], every: float) -> list[tuple[float, str]]:
    loop = asyncio.get_running_loop()
    start = loop.time()
    return [(loop.time() - start, value) async for value in paced(stream, every)]


async def test_the_first_comes_at_once_and_a_quick_end_right_after() -> None:
    got = await shown(growing((0, "checking"), (0.02, "half"), (0.02, "done")), every=0.5)
    assert [value for _, value in got] == ["checking", "done"]
    assert got[-1][0] < 0.3


async def test_a_single_value_is_shown_once() -> None:
    assert [value for _, value in await shown(growing((0, "answer")), every=0.2)] == ["answer"]


async def test_updates_keep_their_distance_and_the_last_is_never_lost() -> None:
    every = 0.1
    got = await shown(growing((0, "0"), *((0.03, str(n)) for n in range(1, 15))), every)
    assert got[0][1] == "0"
    assert got[-1][1] == "14"
    updates = [at for at, _ in got[1:]]
    assert all(later - earlier >= every * 0.9 for earlier, later in itertools.pairwise(updates))


async def test_a_slow_answer_shows_what_it_has() -> None:
    got = await shown(growing((0, "checking"), (0.01, "half"), (0.5, "done")), every=0.1)
    assert [value for _, value in got] == ["checking", "half", "done"]
    assert got[1][0] < 0.3


async def test_an_error_comes_after_what_was_said_before_it() -> None:
    async def breaking() -> AsyncIterator[str]:
        yield "checking"
        raise RuntimeError("broken")

    values = paced(breaking(), 0.01)
    assert await anext(values) == "checking"
    with pytest.raises(RuntimeError, match="broken"):
        await anext(values)


async def test_an_error_before_the_first_value_is_raised() -> None:
    async def broken() -> AsyncIterator[str]:
        raise RuntimeError("broken")
        yield "never"

    with pytest.raises(RuntimeError, match="broken"):
        await anext(paced(broken(), 0.01))


async def test_what_holds_the_work_is_let_go_before_the_last_value_is_shown() -> None:
    """A slot for work is not kept while Slack takes its time."""
    slot = asyncio.Semaphore(1)

    @asynccontextmanager
    async def within() -> AsyncIterator[None]:
        async with slot:
            yield

    values = paced(growing((0, "checking"), (0, "done")), 0.01, within=within())
    assert await anext(values) == "checking"
    async with slot:  # had before anybody asks for the next value
        assert await anext(values) == "done"

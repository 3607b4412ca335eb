"""So many messages on their way to one channel at once, and no more."""

import asyncio
from contextlib import AsyncExitStack

from bot.slack.delivery.posting import AT_ONCE, ChannelPace


async def waits_in(pace: ChannelPace, channel: str, inside: asyncio.Event, leave: asyncio.Event) -> None:
    async with pace.wait_in(channel):
        inside.set()
        await leave.wait()


async def test_who_finds_no_room_waits_until_another_leaves() -> None:
    pace, first, second, leave = ChannelPace(at_once=1), asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(waits_in(pace, "C1", first, leave))
        await first.wait()
        tasks.create_task(waits_in(pace, "C1", second, leave))
        await asyncio.sleep(0)
        assert not second.is_set()
        leave.set()
        await second.wait()


async def test_a_channel_takes_no_room_from_another() -> None:
    pace = ChannelPace(at_once=1)
    async with pace.wait_in("C1"), pace.wait_in("C2"):
        assert pace.crowded("C1")
        assert not pace.crowded("C3")


async def test_it_is_crowded_where_the_next_one_would_wait() -> None:
    pace = ChannelPace()
    async with AsyncExitStack() as inside:
        for _ in range(AT_ONCE):
            assert not pace.crowded("C1")
            await inside.enter_async_context(pace.wait_in("C1"))
        assert pace.crowded("C1")
    assert not pace.crowded("C1")


async def test_who_gives_up_waiting_takes_no_room() -> None:
    pace, inside, leave = ChannelPace(at_once=1), asyncio.Event(), asyncio.Event()
    async with pace.wait_in("C1"):
        impatient = asyncio.create_task(waits_in(pace, "C1", inside, leave))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait([impatient])
    leave.set()
    await waits_in(pace, "C1", inside, leave)
    assert not pace.crowded("C1")

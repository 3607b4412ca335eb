"""So many messages on their way to one channel at once, and no more."""

import asyncio
from contextlib import AsyncExitStack

from bot.slack.delivery.channel_pace import AT_ONCE, Room


async def waits_in(room: Room, channel: str, inside: asyncio.Event, leave: asyncio.Event) -> None:
    async with room.wait_in(channel):
        inside.set()
        await leave.wait()


async def test_who_finds_no_room_waits_until_another_leaves() -> None:
    room, first, second, leave = Room(at_once=1), asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(waits_in(room, "C1", first, leave))
        await first.wait()
        tasks.create_task(waits_in(room, "C1", second, leave))
        await asyncio.sleep(0)
        assert not second.is_set()
        leave.set()
        await second.wait()


async def test_a_channel_takes_no_room_from_another() -> None:
    room = Room(at_once=1)
    async with room.wait_in("C1"), room.wait_in("C2"):
        assert room.crowded("C1")
        assert not room.crowded("C3")


async def test_it_is_crowded_where_the_next_one_would_wait() -> None:
    room = Room()
    async with AsyncExitStack() as inside:
        for _ in range(AT_ONCE):
            assert not room.crowded("C1")
            await inside.enter_async_context(room.wait_in("C1"))
        assert room.crowded("C1")
    assert not room.crowded("C1")


async def test_who_gives_up_waiting_takes_no_room() -> None:
    room, inside, leave = Room(at_once=1), asyncio.Event(), asyncio.Event()
    async with room.wait_in("C1"):
        impatient = asyncio.create_task(waits_in(room, "C1", inside, leave))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait([impatient])
    leave.set()
    await waits_in(room, "C1", inside, leave)
    assert not room.crowded("C1")

"""The clock that says "a minute later"."""

import asyncio

from bot.workspace.clock import Clock


async def test_what_is_due_comes_when_the_clock_is_turned_so_far():
    clock = Clock(lambda: 100.0)
    minute, hour = clock.after(60), clock.after(3600)
    clock.turn(59)
    assert (clock(), minute.done()) == (159.0, False)
    clock.turn(1)
    assert (minute.done(), hour.done()) == (True, False)
    clock.turn(-60)
    clock.turn(3599)
    assert not hour.done()
    clock.turn(1)
    assert hour.done()


async def test_it_goes_by_itself_and_what_is_due_now_is_not_waited_for():
    clock = Clock()
    assert clock.after(0).done()
    await clock.after(0.01)


async def test_who_no_longer_waits_is_forgotten():
    clock = Clock(lambda: 0.0)
    waiting = asyncio.ensure_future(asyncio.wait_for(clock.after(60), 0))
    await asyncio.wait([waiting])
    assert isinstance(waiting.exception(), TimeoutError)
    clock.turn(60)

"""Shows an answer that grows at the pace that Slack allows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

T = TypeVar("T")
UPDATE_EVERY = 1.0
"""Seconds between two updates of one message: Slack bears about one message a second a channel."""


async def paced(
    growing: AsyncIterator[T],
    every: float = UPDATE_EVERY,
    *,
    within: AbstractAsyncContextManager[None] | None = None,
) -> AsyncIterator[T]:
    """The first value at once, then the newest at most every so many seconds; the last always, and soon.

    The last waits only if another update went out less than `every` seconds before. An error of `growing` is raised
    after what came before it. `growing` is worked out inside `within`, which showing a value does not hold up.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[T | None] = asyncio.Queue()
    feeding = asyncio.create_task(_feed(growing, queue, within or nullcontext()))
    try:
        value = await queue.get()
        newest, ended = None, value is None
        if value is not None:
            yield value
        shown, updated = loop.time(), -every
        while not ended:
            newest, ended = await _newest(queue, newest, until=shown + every if newest is not None else None)
            if newest is None:
                continue
            now = loop.time()
            if ended:
                await asyncio.sleep(updated + every - now)
            elif now < shown + every:
                continue
            yield newest
            newest = None
            shown = updated = loop.time()
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    _raise_of(feeding)


async def _feed(
    growing: AsyncIterator[T], queue: asyncio.Queue[T | None], within: AbstractAsyncContextManager[None]
) -> None:
    try:
        async with within:
            async for value in growing:
                queue.put_nowait(value)
    finally:
        queue.put_nowait(None)


async def _newest(queue: asyncio.Queue[T | None], newest: T | None, until: float | None) -> tuple[T | None, bool]:
    """The newest value that has come, waiting for one where there is none; and whether it is the last."""
    wait = None if until is None else max(0.0, until - asyncio.get_running_loop().time())
    try:
        value = await asyncio.wait_for(queue.get(), wait)
    except TimeoutError:
        return newest, False
    return (newest, True) if value is None else (value, False)


def _raise_of(feeding: asyncio.Task[None]) -> None:
    if feeding.done() and not feeding.cancelled():
        error = feeding.exception()
        if error is not None:
            raise error

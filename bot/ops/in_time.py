"""Waits for something that may hang, for a limited time."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Given = TypeVar("Given")
_under_way: set[asyncio.Task[Any]] = set()


async def in_time(work: Coroutine[Any, Any, Given], seconds: float) -> Given:
    """Its result. Raises TimeoutError after this many seconds, and leaves the task to end by itself, which it must do
    some day.

    `asyncio.timeout` would wait for the end of what it cancels: to part from a database that hangs takes two seconds
    more, and one that is cut off twice while it parts never ends.
    """
    task = asyncio.create_task(work)
    _under_way.add(task)
    task.add_done_callback(_forget)
    await asyncio.wait([task], timeout=seconds)
    if not task.done():
        raise TimeoutError
    return task.result()


def _forget(task: asyncio.Task[Any]) -> None:
    _under_way.discard(task)
    if not task.cancelled():
        task.exception()

"""Waiting for what may hang, and no longer than was said."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Given = TypeVar("Given")
_left: set[asyncio.Task[Any]] = set()


async def in_time(work: Coroutine[Any, Any, Given], seconds: float) -> Given:
    """What it gives. Raises TimeoutError after so many seconds, and does not wait for the end of what it cancels then,
    as `asyncio.timeout` would: to part from a database that hangs takes another two seconds."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task], timeout=seconds)
    finally:
        if not task.done():
            task.cancel()
            _left.add(task)
            task.add_done_callback(_forget)
    if not task.done():
        raise TimeoutError
    return task.result()


def _forget(task: asyncio.Task[Any]) -> None:
    _left.discard(task)
    if not task.cancelled():
        task.exception()

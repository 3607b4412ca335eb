"""Processor time of one task, told apart from that of the others that share its loop."""

import time
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def metered(work: Coroutine[Any, Any, T], spent: Callable[[float], None]) -> T:
    """Awaits `work` and tells `spent` the seconds that each of its steps took, from one wait to the next. What it waits
    for is not counted, nor are the tasks that it starts."""
    return await _stepped(work, spent)


@coroutine
def _stepped(work: Coroutine[Any, Any, T], spent: Callable[[float], None]) -> Generator[Any, Any, T]:
    error: BaseException | None = None
    while True:
        begin = time.thread_time()
        try:
            waited = work.send(None) if error is None else work.throw(error)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            spent(time.thread_time() - begin)
        try:
            yield waited
            error = None
        except BaseException as raised:  # noqa: BLE001 - a cancellation is the work's to hear of
            error = raised

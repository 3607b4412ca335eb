"""Time that one task works, told apart from that of the others that share its loop."""

from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Meter(Protocol):
    @property
    def clock(self) -> Callable[[], float]:
        """What a step is timed by; another one may be given from step to step."""

    def worked(self, seconds: float) -> None:
        """Told what a step took."""


async def metered(work: Coroutine[Any, Any, T], meter: Meter) -> T:
    """Awaits `work` and tells `meter` the seconds that each of its steps took, from one wait to the next. What it waits
    for is not counted, nor are the tasks that it starts."""
    return await _stepped(work, meter)


@coroutine
def _stepped(work: Coroutine[Any, Any, T], meter: Meter) -> Generator[Any, Any, T]:
    error: BaseException | None = None
    while True:
        clock = meter.clock
        begin = clock()
        try:
            waited = work.send(None) if error is None else work.throw(error)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            meter.worked(clock() - begin)
        try:
            yield waited
            error = None
        except BaseException as raised:  # noqa: BLE001 - a cancellation is the work's to hear of
            error = raised

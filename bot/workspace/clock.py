"""The workspace's clock: it goes as any other, and tests may turn it on, to say "a minute later"."""

import asyncio
import time
from collections.abc import Callable


class Clock:
    """Called, it gives seconds since 1970. `source` is the clock that it follows."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0
        self._alarms: dict[asyncio.Future[None], _Alarm] = {}

    def __call__(self) -> float:
        return self._source() + self._ahead

    def after(self, seconds: float) -> asyncio.Future[None]:
        """Done once so many seconds have passed, or the clock was turned so far."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        alarm = self._alarms[done] = _Alarm(self, done, self() + seconds)
        done.add_done_callback(self._forget)
        alarm.set()
        return done

    def turn(self, seconds: float) -> None:
        """On, or back where it is below 0. What is due then is done when this returns."""
        self._ahead += seconds
        for alarm in tuple(self._alarms.values()):
            alarm.set()

    def ring(self, done: asyncio.Future[None]) -> None:
        self._forget(done)
        if not done.done():
            done.set_result(None)

    def _forget(self, done: asyncio.Future[None]) -> None:
        if alarm := self._alarms.pop(done, None):
            alarm.stop()


class _Alarm:
    def __init__(self, clock: Clock, done: asyncio.Future[None], due: float) -> None:
        self._clock, self._done, self._due = clock, done, due
        self._timer: asyncio.TimerHandle | None = None

    def set(self) -> None:
        """Rings at once where it is due, else when that time has come."""
        self.stop()
        left = self._due - self._clock()
        if left <= 0:
            self._clock.ring(self._done)
        else:
            self._timer = self._done.get_loop().call_later(left, self._clock.ring, self._done)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

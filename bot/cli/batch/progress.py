"""How far a run is, on standard error: a bar on a terminal, else a line now and then."""

import sys
import time
from types import TracebackType
from typing import Protocol, Self

from bot.replies.words.phrases import Phrases

EVERY = 60.0
"""Seconds between lines."""


class Progress(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def step(self) -> None:
        """One more is done."""

    def aside(self) -> None:
        """To be called before something else is printed, perhaps on the same terminal."""


def progress(total: int, done: int, say: Phrases) -> Progress:
    """`done` of the `total` were done before; 0 means that the total is not known."""
    return Bar(total, done, say) if sys.stderr.isatty() else Lines(total, done, say)


class Bar:
    def __init__(self, total: int, done: int, say: Phrases) -> None:
        from tqdm import tqdm  # noqa: PLC0415 - only a terminal has use for it

        tqdm.monitor_interval = 0  # no thread that looks after bars which stand still
        self._bar = tqdm(total=total or None, initial=done, unit=" " + say.say("batch.unit"), dynamic_ncols=True)
        self._shared = sys.stdout.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def step(self) -> None:
        self._bar.update()
        if self._shared:
            self._bar.refresh()

    def aside(self) -> None:
        if self._shared:
            self._bar.clear()


class Lines:
    def __init__(self, total: int, done: int, say: Phrases) -> None:
        self._total, self._done, self._say = total, done, say
        self._due = time.monotonic() + EVERY

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def step(self) -> None:
        self._done += 1
        if self._total and time.monotonic() >= self._due:
            self._due = time.monotonic() + EVERY
            print(self._say.say("batch.progress", done=self._done, total=self._total), file=sys.stderr)

    def aside(self) -> None:
        return None

"""Starts the processes that check and hands out the entries: a limited number at once, the next one whenever a result
comes, so that a list of any length takes the same memory."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from selectors import EVENT_READ, DefaultSelector
from types import TracebackType
from typing import Self

from bot.cli.batch.listing import Entry
from bot.cli.batch.worker import CheckedEntry, OutputFormat, work
from bot.cli.checking import Way

LOOK_EVERY = 0.2
"""Seconds after which a stop is noticed even if no result comes."""


class WorkerDiedError(Exception):
    """A process ended in the middle of its work: killed for its memory, most likely."""


class Crew:
    """`with Crew(…) as crew:` starts a process for each core that this process may use, and ends them all."""

    def __init__(self, way: Way, form: OutputFormat, at_once: int) -> None:
        size = min(len(os.sched_getaffinity(0)), at_once)
        self._turns = [number % size for number in range(at_once)]
        self._size, self._way, self._form = size, way, form
        self._pipes: list[Connection] = []
        self._selector = DefaultSelector()
        """Of all pipes, to see which has a result: `multiprocessing.connection.wait` makes one at each call."""
        self._processes: list[SpawnProcess] = []

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")  # a fork would share the other pipes, and none would ever end
        with _deaf():
            for _ in range(self._size):
                here, there = context.Pipe()
                process = context.Process(target=work, args=(there, self._way, self._form), daemon=True)
                process.start()
                there.close()
                self._pipes.append(here)
                self._selector.register(here, EVENT_READ, here)
                self._processes.append(process)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._selector.close()
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(2)
            if process.is_alive():
                process.kill()
                process.join()

    def results(self, entries: Iterator[Entry], stopped: Callable[[], bool]) -> Iterator[CheckedEntry | None]:
        """A result for each entry, in the order of their completion, until `stopped`; None now and then while there
        is none. Raises `WorkerDiedError`."""
        try:
            under_way = sum(self._hand(entries, self._pipes[turn]) for turn in self._turns)
            while under_way and not stopped():
                ready = self._selector.select(LOOK_EVERY)
                if not ready:
                    yield None
                for key, _ in ready:
                    pipe: Connection = key.data
                    result: CheckedEntry = pipe.recv()
                    under_way += self._hand(entries, pipe) - 1
                    yield result
        except (EOFError, ConnectionError) as error:
            raise WorkerDiedError from error

    @staticmethod
    def _hand(entries: Iterator[Entry], pipe: Connection) -> int:
        """Gives the pipe's process the next entry; returns how many were given (0 or 1)."""
        entry = next(entries, None)
        if entry is None:
            return 0
        pipe.send(entry)
        return 1


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C is meant for this process, which then ends those that it starts here. They ignore it from their first
    instruction, because they inherit that."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

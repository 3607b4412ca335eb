"""A process that checks domains: entries come in by a pipe, what is to be printed of each goes out.

It ends when its pipe does, so it never outlives the process that started it, however that one died.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread

from bot.cli.batch.listing import Entry
from bot.cli.checking import Way, open_checker
from bot.domains.engine.live import LiveChecker
from bot.domains.engine.registry import all_checks
from bot.domains.engine.tally import CountedLine, outcome
from bot.domains.engine.verdict import DomainVerdict, verdict
from bot.domains.values import Options, Report
from bot.ops.collector import tame_collector
from bot.replies.objects.reports import report as report_object

FAILED = "failed"
"""Given in place of a reason: a fault of ours."""
NOTHING = CountedLine(None, wrong=True)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """How results are printed."""

    language: str
    """Of the words; empty: JSON without any, which costs less."""
    colour: bool
    json: bool


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """One entry, checked."""

    key: str
    line: str
    """What is to be printed, without the line's end."""
    outcome: CountedLine


def work(pipe: Connection, way: Way, form: OutputFormat) -> None:
    """The process's main function."""
    all_checks()
    writer = _json(form) if form.json else _words(form)
    tame_collector()
    asyncio.run(_Worker(pipe, way, writer).run())


_Judged = tuple[Report, DomainVerdict]
Writer = Callable[[Entry, _Judged | None], str]
"""Makes the line. Without a report the entry is not a domain, or its check failed."""


class _Worker:
    def __init__(self, pipe: Connection, way: Way, writer: Writer) -> None:
        self._pipe, self._way, self._writer = pipe, way, writer
        self._options = Options(network=way.network)
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._results: SimpleQueue[CheckedEntry] = SimpleQueue()

    async def run(self) -> None:
        # Where nobody reads, a thread waits, not the loop: a check that waits for its answers must not miss them.
        Thread(target=self._send, daemon=True).start()
        async with open_checker(self._way) as checker:
            loop = asyncio.get_running_loop()
            loop.add_reader(self._pipe.fileno(), self._take, checker)
            await self._ended.wait()
            loop.remove_reader(self._pipe.fileno())
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _take(self, checker: LiveChecker) -> None:
        """As many are under way as the other end hands over before it has results. One entry a call: the loop calls
        again while there are more, and to ask the pipe first costs a selector of its own."""
        try:
            entry = self._pipe.recv()
        except (EOFError, OSError):
            self._ended.set()
            return
        task = asyncio.create_task(self._check(entry, checker))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _check(self, entry: Entry, checker: LiveChecker) -> None:
        """No more are under way than results were read at the other end, so those that wait to be sent are few."""
        self._results.put(await self._result(entry, checker))

    def _send(self) -> None:
        with suppress(OSError):  # nobody is there to read it; the pipe's end is seen by `_take`
            while True:
                self._pipe.send(self._results.get())

    async def _result(self, entry: Entry, checker: LiveChecker) -> CheckedEntry:
        """One line per entry, whatever happens: a fault of ours with one domain must not end a night's run."""
        try:
            report = None if entry.problem else await checker.whole(entry.key, self._options)
            if report is None:
                return CheckedEntry(entry.key, self._writer(entry, None), NOTHING)
            judged = verdict(report)
            return CheckedEntry(entry.key, self._writer(entry, (report, judged)), outcome(report, judged.level))
        except Exception:  # noqa: BLE001 - whatever it stumbles over, the rest of the list is still to be checked
            _log.exception("the check of %s failed", entry.key)
            return CheckedEntry(entry.key, self._writer(entry, None), NOTHING)


def _json(form: OutputFormat) -> Writer:
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(entry: Entry, checked: _Judged | None) -> str:
        if checked is not None:
            report, judged = checked
            return encode(report_object(report, form.language or None, judged))
        failure = {"domain": None if entry.problem else entry.key, "given": entry.key, "error": entry.problem or FAILED}
        return encode({"kind": "failure", **failure})

    return write


def _words(form: OutputFormat) -> Writer:
    from bot.replies import batch  # noqa: PLC0415 - words are slow to load; JSON has none

    def write(entry: Entry, checked: _Judged | None) -> str:
        if checked is None:
            return batch.nothing(entry.key, entry.problem or FAILED, form.language, colour=form.colour)
        return batch.line(checked[0], form.language, colour=form.colour)

    return write

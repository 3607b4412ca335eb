"""`mailbot mailcheck --batch FILE`: checks every domain of a list, and prints a line for each as it is finished.

Exit status: 0 nothing is wrong, 1 something is, 2 the list or the journal cannot be used, 130 stopped before the end.
"""

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from bot.cli import checking
from bot.cli.batch.crew import Crew, WorkerDiedError
from bot.cli.batch.journal import ENDING, Journal, JournalInUseError
from bot.cli.batch.listing import entries
from bot.cli.batch.progress import progress
from bot.cli.batch.worker import CheckedEntry, OutputFormat
from bot.cli.reader import coloured
from bot.cli.reader import language as language_of
from bot.domains.engine.tally import Tally
from bot.replies.words.phrases import Phrases, phrases

STDIN = "-"
UNUSABLE = 2
STOPPED = 130


def run(options: Namespace) -> int:
    """`options` as `bot.cli.commands.mailcheck.arguments` reads them. The list on standard input has no journal."""
    language = language_of(options.lang)
    say = phrases(language)
    form = OutputFormat(options.lang or "" if options.json else language, coloured(sys.stdout), options.json)
    try:
        with ExitStack() as opened:
            stop = opened.enter_context(_stop_signals())
            source = opened.enter_context(_reading(options.batch))
            journal = _journal(options.batch, opened)
            crew = opened.enter_context(Crew(checking.way(options), form, options.at_once))
            tally, done = _go_on(journal, say)
            total = 0 if journal is None else _length(options.batch)
            shown = opened.enter_context(progress(total, done, say))
            todo = (entry for entry in entries(source) if journal is None or entry.key not in journal)
            for result in crew.results(todo, stop.is_set):
                if result is not None:
                    shown.aside()
                    _print(result, journal, tally)
                    shown.step()
            if stop.is_set():
                print(say.say("batch.stopped" if journal is not None else "batch.stopped-input"), file=sys.stderr)
                return STOPPED
        if journal is not None:
            journal.remove()
    except JournalInUseError:
        return _complain(say.say("batch.in-use", file=options.batch + ENDING))
    except WorkerDiedError:
        return _complain(say.say("batch.died"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        return STOPPED
    except OSError as error:
        return _complain(f"{error.filename or options.batch}: {error.strerror or error}")
    _sum_up(tally, language, sys.stderr if options.json else sys.stdout)
    return int(tally.wrong)


def _sum_up(tally: Tally, language: str, target: TextIO) -> None:
    from bot.replies.batch import summary  # noqa: PLC0415 - words are slow to load, and needed last

    print(summary(tally, language, colour=coloured(target)), file=target)


def _print(result: CheckedEntry, journal: Journal | None, tally: Tally) -> None:
    line = (result.line + "\n").encode()
    if journal is None:
        tally.add(result.outcome)
    else:
        journal.begin(result.key, result.outcome, len(line))
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    if journal is not None:
        journal.end()


def _journal(name: str, opened: ExitStack) -> Journal | None:
    """None for standard input, which may hold another list the next time."""
    return None if name == STDIN else opened.enter_context(Journal(Path(name + ENDING), sys.stdout.fileno()))


def _go_on(journal: Journal | None, say: Phrases) -> tuple[Tally, int]:
    """What an earlier run counted, and how many entries it did."""
    if journal is None:
        return Tally(), 0
    if len(journal):
        print(say.say("batch.goes-on", done=len(journal), file=journal.path), file=sys.stderr)
    return journal.tally, len(journal)


def _length(name: str) -> int:
    with _reading(name) as lines:
        return sum(1 for _ in entries(lines))


@contextmanager
def _reading(name: str) -> Iterator[TextIO]:
    """The list's lines. Bytes that are not text are replaced: they cannot be a domain."""
    file = sys.stdin.fileno() if name == STDIN else name
    with open(file, encoding="utf-8-sig", errors="replace", closefd=name != STDIN) as lines:
        yield lines


class _Stop:
    def __init__(self) -> None:
        self._set = False

    def set(self, _signal: int, _frame: FrameType | None) -> None:
        self._set = True

    def is_set(self) -> bool:
        return self._set


@contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """SIGINT (Ctrl-C) and SIGTERM end the run between two lines."""
    stop = _Stop()
    before = {number: signal.signal(number, stop.set) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _complain(text: str) -> int:
    print(text, file=sys.stderr)
    return UNUSABLE

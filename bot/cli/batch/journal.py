"""Which entries of a list were printed, so that a run that was killed goes on where it stopped: each exactly once.

A line of the journal is begun before its result is printed and ended after it was flushed. So at most the last line is
in doubt; where the output is a file, the file's length says whether the result is in it, and half a result is cut off.
Through a pipe nobody can say: that one result is printed again.
"""

import fcntl
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.domains.engine.tally import CountedLine, Tally
from bot.domains.values import Status

ENDING = ".progress"


class JournalInUseError(Exception):
    """Another run holds this list's journal."""


@dataclass(frozen=True, slots=True)
class _Line:
    """`[key, level, wrong, codes, inode, offset, length]`: where in the output's file the result stands."""

    key: str
    outcome: CountedLine
    inode: int
    """0 if the output is not a file."""
    offset: int
    length: int

    def written(self) -> bytes:
        level, wrong, codes = self.outcome.level, self.outcome.wrong, self.outcome.codes
        return json.dumps([self.key, level, wrong, codes, self.inode, self.offset, self.length]).encode()


class Journal:
    """`with Journal(path, output) as journal:`; `output`: the descriptor that results go to. Raises
    `JournalInUseError`, and `OSError` where the file cannot be written."""

    def __init__(self, path: Path, output: int) -> None:
        self.path = path
        self.tally = Tally()
        self._output = output
        self._printed: set[str] = set()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._recall()
        except BlockingIOError as error:
            os.close(self._file)
            raise JournalInUseError from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def __contains__(self, key: str) -> bool:
        return key in self._printed

    def __len__(self) -> int:
        return len(self._printed)

    def begin(self, key: str, outcome: CountedLine, length: int) -> None:
        """Before the result's `length` bytes are printed."""
        inode, offset = _place(self._output)
        _write(self._file, _Line(key, outcome, inode, offset, length).written())
        self._count(key, outcome)

    def end(self) -> None:
        """After they were flushed."""
        _write(self._file, b"\n")

    def remove(self) -> None:
        """Deletes the journal: everything is done."""
        self.path.unlink(missing_ok=True)

    def _count(self, key: str, outcome: CountedLine) -> None:
        self._printed.add(key)
        self.tally.add(outcome)

    def _recall(self) -> None:
        sound = 0
        for raw in _lines(self._file):
            line = _read(raw)
            if line is None:
                break
            whole = raw.endswith(b"\n")
            if not whole and not self._is_there(line):
                break
            if not whole:
                self.end()
            sound += len(raw) + (not whole)
            self._count(line.key, line.outcome)
        os.ftruncate(self._file, sound)

    def _is_there(self, line: _Line) -> bool:
        """Whether the last result reached the output's file as a whole."""
        inode, size = _place(self._output)
        if not inode or inode != line.inode:
            return False
        if line.offset < size < line.offset + line.length:
            os.ftruncate(self._output, line.offset)
            return False
        return size >= line.offset + line.length


def _place(output: int) -> tuple[int, int]:
    """The inode and length of the output's file; zeros if it is not a file."""
    status = os.fstat(output)
    return (status.st_ino, status.st_size) if stat.S_ISREG(status.st_mode) else (0, 0)


def _lines(file: int) -> Iterator[bytes]:
    with open(file, "rb", closefd=False) as opened:
        yield from opened


def _read(raw: bytes) -> _Line | None:
    """None for a line that was not written completely."""
    try:
        fields: Any = json.loads(raw)
        key, level, wrong, codes, inode, offset, length = fields
        outcome = CountedLine(None if level is None else Status(level), bool(wrong), tuple(map(str, codes)))
        return _Line(str(key), outcome, int(inode), int(offset), int(length))
    except (ValueError, TypeError):
        return None


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]

"""Two worker processes that are kept, each with limits of time and memory, and replaced when they pass them.

Why not a library's pool: `anyio.to_process`, `concurrent.futures` and pebble all start their processes with this one's
environment, where Slack's tokens are, and take what a process says as a pickle, which may run anything here. They limit
time by the clock alone, which on a busy machine ends honest readings; `concurrent.futures` ends none, and is broken as
a whole when one process dies. Here a worker's processor time is limited by the kernel, which no busy interpreter can
put off, it knows nothing but what it is asked, and what it answers is data, to be validated.
"""

import asyncio
import atexit
import logging
import os
import socket
import subprocess  # nosec B404  # our own module is started, nothing from outside
import sys
from functools import cache
from typing import Self

from bot.cases.values.reader import TooHard
from bot.reading.frames import FAULT, LENGTHS
from bot.reading.template import ORDINARY, Limits, ask_for_worker

log = logging.getLogger(__name__)
AT_ONCE = 2
"""Workers: while one reads something that takes its time, another reads the rest."""
_LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes; a reading has fifty diagnoses at most."""
_GRACE = 2.0
"""Seconds beyond a worker's own limit until it is given up."""
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What a process may need to run at all. All else, Slack's tokens among it, stays here."""


class ReadingFault(Exception):  # noqa: N818  # what the rest of the program calls a fault of ours
    """Reading failed, by a fault of ours: where, without a word of what was read."""


class Template:
    """The process that workers are copied from, started when the first one is asked for. See `bot.reading.template`."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """None where it was not started yet."""
        return self._process.pid if self._process else None

    def worker(self, limits: Limits) -> socket.socket:
        """Our end of the socket to a new worker, which says when it is there. Raises OSError where there is none."""
        ours, theirs = socket.socketpair()
        with theirs:
            ask_for_worker(self._open(), theirs, limits)
        return ours

    def close(self) -> None:
        """Ends the template. Its workers live on until their sockets are closed."""
        process, control = self._process, self._control
        self._process = self._control = None
        if control is not None:
            control.close()
        if process is not None:
            process.kill()
            process.wait()

    def _open(self) -> socket.socket:
        if self._control is None:
            self._control, theirs = socket.socketpair()
            environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  # nosec B603  # see above
                    (sys.executable, "-m", "bot.reading.template", str(theirs.fileno()), self._module),
                    env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,  # a Ctrl+C in a terminal is for us, who close it
                )
        return self._control


@cache
def template(module: str) -> Template:
    """The template of this process; loading takes it more than a second of processor time."""
    made = Template(module)
    atexit.register(made.close)
    return made


class Workers:
    """Keeps at most `at_once` workers for the next question, each with these limits."""

    def __init__(self, copied_from: Template, limits: Limits = ORDINARY, at_once: int = AT_ONCE) -> None:
        self._template = copied_from
        self._limits = limits
        self._places = asyncio.Semaphore(at_once)
        self._idle: list[_Worker] = []

    async def start(self) -> None:
        """Has a worker waiting, so that the first question need not. Whoever asks before it is there waits for it."""
        if not self._idle:
            self._idle.append(await self._new())

    async def ask(self, request: bytes, content: bytes = b"") -> bytes:
        """The answer. Raises TooHard if the worker passed a limit or died, and ReadingFault."""
        async with self._places:
            worker = await self._free()
            kept = False
            try:
                sign, answer = await asyncio.wait_for(worker.ask(request, content), self._limits.clock + _GRACE)
                kept = True
            except (EOFError, OSError, TimeoutError) as error:
                log.warning("a reading passed its limits and was ended")
                raise TooHard from error
            finally:
                if kept:
                    self._idle.append(worker)
                else:
                    worker.close()
        if sign == FAULT:
            raise ReadingFault(answer.decode("utf-8", "replace"))
        return answer

    def close(self) -> None:
        """Closes the workers' sockets, which ends them."""
        while self._idle:
            self._idle.pop().close()

    async def _free(self) -> "_Worker":
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            worker.close()
        return await self._new()

    async def _new(self) -> "_Worker":
        """A worker that is ready. A template that died is started again, once. Raises ReadingFault."""
        for _ in range(2):
            worker = None
            try:
                worker = await _Worker.open(self._template.worker(self._limits))
                await worker.ready()
            except (EOFError, OSError):
                self._template.close()
            else:
                ready, worker = worker, None
                return ready
            finally:
                if worker is not None:
                    worker.close()
        raise ReadingFault("no worker could be started")


class _Worker:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, connection: socket.socket) -> Self:
        return cls(*await asyncio.open_unix_connection(sock=connection))

    @property
    def alive(self) -> bool:
        """Whether it is alive, as far as was noticed."""
        return not self._reader.at_eof() and not self._writer.is_closing()

    async def ready(self) -> None:
        """Waits until the worker has started. Raises EOFError or OSError if it does not."""
        await self._answer()

    async def ask(self, request: bytes, content: bytes) -> tuple[int, bytes]:
        """The sign and the answer. Raises EOFError or OSError if the worker died."""
        self._writer.write(LENGTHS.pack(len(request), len(content)) + request)
        self._writer.write(content)
        await self._writer.drain()
        return await self._answer()

    async def _answer(self) -> tuple[int, bytes]:
        sign, length = LENGTHS.unpack(await self._reader.readexactly(LENGTHS.size))
        if length > _LARGEST_ANSWER:
            raise EOFError("an answer that is none")
        return sign, await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.transport.abort()

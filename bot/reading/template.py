"""The process that workers are copied from: `python -m bot.reading.template FD MODULE`.

It is started without the bot's environment, loads all that reading needs, and forks a worker each time that it is sent
a socket for one: a worker that was killed is replaced in milliseconds, and what was loaded is in memory once. It ends
when nobody holds the other end of FD any more.

MODULE has `warm()`, and `perform(request, content)`, whose answer a worker sends back.
"""

import gc
import os
import resource
import signal
import socket
import struct
import sys
import traceback
from dataclasses import astuple, dataclass
from importlib import import_module
from typing import Protocol, cast

from bot.reading.frames import ANSWER, FAULT, READY, receive, send


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take, in seconds."""

    processor: float
    clock: float
    """Whatever it waits for."""


ORDINARY = Limits(2.0, 6.0)
"""What honest mails need is a hundredth of it, on a busy machine too."""
GENEROUS = Limits(12.0, 30.0)
"""For reports of 100,000 rows, which take four seconds of processor time."""
MEMORY = 300 * 1024 * 1024
"""Bytes that a worker may take beyond what it began with."""
_NICE = 5
"""The loop that answers everybody goes before one text's reading, where there is only one core for both."""
_LIMITS = struct.Struct("!dd")
"""What is asked of a template: a worker that has these limits."""


class Performer(Protocol):
    """The functions of MODULE."""

    def warm(self) -> None:
        """Loads what the first request would otherwise wait for."""

    def perform(self, request: bytes, content: bytes) -> bytes:
        """The answer to one request."""


def main(fd: int, module: str) -> None:
    os.nice(_NICE)
    performer = cast(Performer, import_module(module))
    performer.warm()
    gc.collect()
    gc.freeze()  # or the collector would write to, and so copy, all the memory that workers share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps child processes that ended
    with socket.socket(fileno=fd) as control:
        while True:
            request, descriptors, _, _ = socket.recv_fds(control, _LIMITS.size, 1)
            if not request:
                return
            limits = Limits(*_LIMITS.unpack(request))
            if os.fork() == 0:
                control.close()
                _work(socket.socket(fileno=descriptors[0]), performer, limits)
            os.close(descriptors[0])


def ask_for_worker(control: socket.socket, end: socket.socket, limits: Limits) -> None:
    """Asks the template at the other end of `control` for a worker that holds this end of a socket pair."""
    socket.send_fds(control, [_LIMITS.pack(*astuple(limits))], [end.fileno()])


def _work(connection: socket.socket, performer: Performer, limits: Limits) -> None:
    """Answers until nobody asks. Never returns; the kernel ends it where it passes its time."""
    try:
        _wall_in()
        send(connection, READY, b"")
        while (request := receive(connection)) is not None:
            signal.setitimer(signal.ITIMER_PROF, limits.processor)
            signal.setitimer(signal.ITIMER_REAL, limits.clock)
            sign, answer = _answer(performer, *request)
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(connection, sign, answer)
    finally:
        os._exit(1)


def _answer(performer: Performer, request: bytes, content: bytes) -> tuple[int, bytes]:
    try:
        return ANSWER, performer.perform(request, content)
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001  # it is told; its words might quote the text, so they are left out
        places = "".join(traceback.format_tb(error.__traceback__))
        return FAULT, f"{type(error).__name__}\n{places}".encode("utf-8", "replace")


def _wall_in() -> None:
    """No more memory than allowed, no file written, no image of the memory left behind at death."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is not kept, and nothing says how much there is now
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

"""A process that has loaded the bot, and is copied for each that a test starts: to load it takes more than a second of
processor time. `python -m tests.forking.server SOCKET`; it ends with its standard input.

A copy is what `python -m bot ARGUMENTS` is: a process with its own environment, folder, output, signals and status.
"""

import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot.__main__ import main

LOADED_LATER = ("bot.app", "bot.cli.local", "bot.cli.trouble", "bot.ops.errors")
"""What commands import as they run."""
_LARGEST = 100_000
"""Bytes of a request."""
_ENDS = 3
"""Standard input, output and error."""


def serve(address: str) -> int:
    """Returns in each copy, with its exit status, and in the end."""
    load()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            replies, _ = listening.accept()
            with replies:
                content, ends, _, _ = socket.recv_fds(replies, _LARGEST, _ENDS)
                while not content.endswith(b"\n"):
                    content += replies.recv(_LARGEST)
                if (watching := os.fork()) == 0:
                    listening.close()
                    return copy(replies, json.loads(content), ends)
            close(ends)
            os.waitpid(watching, 0)
    return 0


def load() -> None:
    commands = import_module("bot.cli.commands")
    names = [module.name for module in pkgutil.walk_packages(commands.__path__, f"{commands.__name__}.")]
    for name in (*names, *LOADED_LATER):
        import_module(name)
    gc.collect()
    gc.freeze()  # or the collector would write to, and so copy, what all share


def copy(replies: socket.socket, request: dict[str, Any], ends: Sequence[int]) -> int:
    """Runs the command in a child process of one that tells how it ended, and is itself nobody's."""
    if os.fork():
        os._exit(0)
    if pid := os.fork():
        close(ends)
        replies.sendall(b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # perhaps nobody waits any more
        replies.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    replies.close()
    for number, end in enumerate(ends):
        os.dup2(end, number)
    close(ends)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    return main(request["arguments"])


def close(ends: Sequence[int]) -> None:
    for end in ends:
        os.close(end)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1]))

"""Processes of the bot from the fork server, for tests.

That it starts without one is shown by `cli/test_command_line.py`, `test_wheel.py` and `scenarios/test_paused.py`.
"""

import asyncio
import atexit
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from tests.forking.client import ask

CHECKOUT = Path(__file__).parents[2]
CLIENT = Path(__file__).with_name("client.py")


@cache
def server() -> str:
    """The address of this test run's server, which is started for the first who asks and ends with this process."""
    folder = mkdtemp(prefix="mailbot-forking-")
    atexit.register(shutil.rmtree, folder)
    command = [sys.executable, "-m", "tests.forking.server", address := f"{folder}/socket"]
    running = subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(running.communicate)
    assert running.stdout is not None
    assert running.stdout.readline(), "the server did not start"
    return address


class Forked:
    """A process of the bot, used as `asyncio.subprocess.Process` is."""

    def __init__(
        self, replies: asyncio.StreamReader, kept_open: asyncio.StreamWriter, pid: int, stdout: asyncio.StreamReader
    ) -> None:
        self._replies, self._kept_open = replies, kept_open
        self.pid = pid
        self.stdout: asyncio.StreamReader | None = stdout
        self.returncode: int | None = None

    @classmethod
    async def start(cls, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, stderr: int) -> Self:
        address = await asyncio.to_thread(server)
        reading, writing = os.pipe()
        with os.fdopen(os.open(os.devnull, os.O_RDONLY)) as nothing, os.fdopen(writing, "wb"):
            ends = (nothing.fileno(), writing, stderr)
            connection = await asyncio.to_thread(ask, address, arguments, environment, str(folder), *ends)
            replies, kept_open = await asyncio.open_unix_connection(sock=connection)
            pid = int(await replies.readline())
        stdout = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stdout), os.fdopen(reading, "rb")
        )
        return cls(replies, kept_open, pid, stdout)

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(await self._replies.readline())
            self._kept_open.close()
        return self.returncode

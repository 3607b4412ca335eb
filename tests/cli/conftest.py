"""The command line, run in this process: starting Python takes longer than most of what its commands do.

That they run as processes, `test_command_line.py` shows, and `tests/test_docs.py` of each command that the
documentation prints.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.__main__ import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    printed: str
    complaint: str


Command = Callable[..., Awaitable[Done]]
"""With the arguments, and what standard input gives as `stdin`."""


@pytest.fixture
def mailbot(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command in a thread: what the test itself serves goes on."""
    monkeypatch.delenv("DNS_NAMESERVERS", raising=False)

    async def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capfd.readouterr()
        status = await asyncio.to_thread(main, arguments)
        printed, complaint = capfd.readouterr()
        return Done(status, printed, complaint)

    return run

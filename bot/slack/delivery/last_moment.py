"""Whose an answer is to show, asked at the last moment before a request is written.

A process may be paused while it opens a connection, which takes long over TLS, or while a request waits for the event
loop to write it, and would write it when it goes on, though another process has answered meanwhile. So the question is
asked again once there is a connection, and once more right before the request is written (an error there reaches the
caller as a broken connection).
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import ClientSession, TraceConfig

Sure = Callable[[], Awaitable[None]]
"""Raises where what is to be shown is another process's to show by now."""


async def nobody_else() -> None:
    """For what no other process shows."""


_sure: ContextVar[Sure] = ContextVar("sure", default=nobody_else)


@contextmanager
def asking(sure: Sure) -> Iterator[None]:
    """Asks it before each request that is made meanwhile."""
    before = _sure.set(sure)
    try:
        yield
    finally:
        _sure.reset(before)


def asked_last() -> TraceConfig:
    """For the session that requests to Slack are made with."""

    async def ask(_session: ClientSession, _context: object, _moment: object) -> None:
        await _sure.get()()

    trace = TraceConfig()
    trace.on_connection_create_end.append(ask)
    trace.on_connection_reuseconn.append(ask)
    trace.on_request_chunk_sent.append(ask)
    return trace

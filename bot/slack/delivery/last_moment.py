"""Asks, at the last moment before a request is written, whether this process may still show the answer.

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
"""Raises if another process shows the answer by now."""


async def nobody_else() -> None:
    """For an answer that no other process could show."""


_sure: ContextVar[Sure] = ContextVar("sure", default=nobody_else)


@contextmanager
def asking(sure: Sure) -> Iterator[None]:
    """A context manager: asks it before each request made inside."""
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

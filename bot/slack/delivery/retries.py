"""Retries calls of Slack's Web API that got no answer, failed, or were rate-limited (429).

Before each attempt, and at the last moment before a request is written, it is asked whether this process may still show
the answer. A process may be paused while it opens a connection, which takes long over TLS, or while a request waits for
the event loop to write it, and would write it when it goes on, though another process has answered meanwhile. So the
question is asked again once there is a connection, and once more right before the request is written (an error there
reaches the caller as a broken connection).
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import TypeVar

from aiohttp import ClientError, ClientResponseError, ClientSession, TraceConfig
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

T = TypeVar("T")
Sure = Callable[[], Awaitable[None]]
"""Raises if another process shows the answer by now."""
LONGEST_WAIT = 30.0
"""Seconds; if Slack asks for a longer wait, the answer is left for later and gives up its place in the channel."""
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt."""
_MOST_LIMITED = 20
"""Attempts that Slack may put off."""
_LIMITED = HTTPStatus.TOO_MANY_REQUESTS
_FAULTS = (
    *("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"),
    *("org_login_required", "team_added_to_org"),  # while a workspace moves into an organization
)
"""Slack's words for faults of its own: the same may well succeed later."""
_GONE = ("account_inactive", "token_revoked", "invalid_auth", "not_authed", "team_access_not_granted")
"""Its words where it does not know the bot in that workspace any more: the bot was removed, or the workspace was."""


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


async def insist(
    call: Callable[[], Awaitable[T]], sure: Sure, look: Callable[[], Awaitable[T | None]] | None = None
) -> T:
    """What the call gives, in the end. `sure` is asked before each attempt; `look`: what it gave, where it may have
    been done though nobody said so. Raises what the call raises once there is no more to be tried."""
    waits, limited = iter(_WAITS), 0
    while True:
        await sure()
        try:
            with asking(sure):
                return await call()
        except Exception as error:
            seconds = retry_after(error)
            wait = next(waits, None) if seconds is None else seconds
            limited += seconds is not None
            if not out_of_reach(error) or wait is None or wait > LONGEST_WAIT or limited > _MOST_LIMITED:
                raise
        # Those whom Slack put off together do not all come back together.
        await asyncio.sleep(wait if seconds is None else wait + random.random())  # noqa: S311  # nosec B311
        if look is not None and seconds is None and (result := await look()) is not None:
            return result


def out_of_reach(error: Exception) -> bool:
    """Whether Slack did not answer, or failed: it may have done what was asked."""
    if isinstance(error, SlackApiError):
        status = _status(error)
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == _LIMITED or _word(error) in _FAULTS
    return isinstance(error, ClientError | TimeoutError | ConnectionError)


def gone(error: Exception) -> bool:
    """Whether the bot is no more in that workspace: whatever is tried there again is refused again. The installation
    is forgotten by the events that Slack tells it by, not for such a word, which Slack has said by mistake, too."""
    return isinstance(error, SlackApiError) and _word(error) in _GONE


def retry_after(error: Exception) -> float | None:
    """Seconds that Slack wants to be left alone; None where it says nothing of the kind. It did not do what was asked.

    https://docs.slack.dev/apis/web-api/rate-limits
    """
    if isinstance(error, ClientResponseError) and error.status == _LIMITED:  # of a file's download
        return _seconds((error.headers or {}).items())
    if not isinstance(error, SlackApiError) or _status(error) != _LIMITED:
        return None
    headers = getattr(error.response, "headers", {})
    return _seconds((name, value) for name, value in headers.items())


class Patient(AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack asks, but not for an hour."""

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is not None and _seconds(response.headers.items()) > LONGEST_WAIT:
            return False
        return await super().can_retry_async(state=state, request=request, response=response, error=error)


def _seconds(headers: Iterable[tuple[str, str | list[str]]]) -> float:
    """Of `Retry-After`; one second where it stands nowhere."""
    header = next((value for name, value in headers if name.lower() == "retry-after"), "1")
    first = header if isinstance(header, str) else header[0]
    return float(first) if first.isdecimal() else 1.0


def _status(error: SlackApiError) -> int:
    return getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0)


def _word(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""

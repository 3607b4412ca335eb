"""Slack's Web API clients: the one of a workspace, a copy with another token or other handlers; and a handler that
counts Slack's refusals."""

from collections.abc import Awaitable, Callable
from copy import copy

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.ops.metrics import Metrics

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""The client of a workspace by its id; None if the bot is not installed there any more."""


def like(
    client: AsyncWebClient, *, token: str | None = None, retry_handlers: list[AsyncRetryHandler] | None = None
) -> AsyncWebClient:
    """The same client over the same connections, with another token or other handlers where they are given."""
    other = copy(client)
    if token is not None:
        other.token = token
    if retry_handlers is not None:
        other.retry_handlers = retry_handlers
    return other


class Refusals(AsyncRetryHandler):
    """A retry handler that only counts and never retries. It must come before the handlers that do."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        reason = _reason(response, error)
        if reason:
            self._metrics.slack_refused(request.url.partition("/api/")[2] or "other", reason)
        return False


def _reason(response: HttpResponse | None, error: Exception | None) -> str:
    if error is not None:
        return type(error).__name__
    if response is None:
        return ""
    body = response.body or {}
    if response.status_code != 200:
        return str(body.get("error") or response.status_code)
    return "" if body.get("ok", True) else str(body.get("error") or "unknown")

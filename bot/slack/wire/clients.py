"""Slack's Web API clients: the one of a workspace, and a copy with another token or other handlers."""

from collections.abc import Awaitable, Callable
from copy import copy

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

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

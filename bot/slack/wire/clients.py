"""Slack's clients: by a workspace, and once more with something changed."""

from collections.abc import Awaitable, Callable
from copy import copy

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""By a workspace's id; None where the bot is not installed any more."""


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

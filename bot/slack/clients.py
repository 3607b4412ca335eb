"""Slack's client, once more."""

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient


def like(
    client: AsyncWebClient, *, token: str | None = None, retry_handlers: list[AsyncRetryHandler] | None = None
) -> AsyncWebClient:
    """The same client over the same connections, with another token or other handlers where they are given."""
    return AsyncWebClient(
        token=client.token if token is None else token,
        base_url=client.base_url,
        session=client.session,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=client.retry_handlers if retry_handlers is None else retry_handlers,
    )

"""Posts a message once, even if the connection breaks before Slack has confirmed it; and few at once to one channel.

Each message bears a key of ours in its metadata. Where it is not known whether one was posted, it is looked for by
that key before it is posted again. Looking is slow for some apps (once a minute), so it is done then only.
https://docs.slack.dev/messaging/message-metadata
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery.retries import Sure, insist, nobody_else
from bot.slack.wire.clients import like
from bot.slack.wire.payloads import Fields

EVENT = "mailbot_answer"
_SKEW = 120.0
"""Seconds that Slack's clock and ours may differ."""
_PAGE = 200
_REPEATING = (AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler)
_UNSEEN = ("not_in_channel", "channel_not_found", "missing_scope", "thread_not_found")
AT_ONCE = 4
"""Enough that one slow request keeps few others waiting; more would only be told to come back later."""


class ChannelPace:
    """Limits the messages sent to one channel at once: Slack allows about one a second. A semaphore per channel."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._semaphores: dict[str, asyncio.Semaphore] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def wait_in(self, channel: str) -> AsyncIterator[None]:
        """Waits for a slot in the channel, and holds it."""
        semaphore = self._semaphores.setdefault(channel, asyncio.Semaphore(self._at_once))
        self._waiting[channel] = self._waiting.get(channel, 0) + 1
        try:
            async with semaphore:
                yield
        finally:
            self._waiting[channel] -= 1
            if not self._waiting[channel]:
                del self._waiting[channel], self._semaphores[channel]

    def crowded(self, channel: str) -> bool:
        """Whether another message waits, or would have to."""
        return self._waiting.get(channel, 0) >= self._at_once


async def post(
    client: AsyncWebClient, key: str, *, channel: str, thread_ts: str | None, text: str, blocks: Sequence[Fields]
) -> str:
    """The message's ts. One attempt: raises whatever comes, and may have posted it then."""
    response = await _without_repeating(client).chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=text,
        blocks=blocks,
        metadata={"event_type": EVENT, "event_payload": {"key": key}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(response["ts"])


async def post_once(
    client: AsyncWebClient,
    key: str,
    *,
    channel: str,
    thread_ts: str | None,
    text: str,
    blocks: Sequence[Fields],
    sure: Sure = nobody_else,
) -> str:
    """The message's ts. Raises SlackApiError where Slack refuses it, what `out_of_reach` knows, or what `sure` raises,
    which is asked before each attempt."""
    began = time.time()

    async def attempt() -> str:
        return await post(client, key, channel=channel, thread_ts=thread_ts, text=text, blocks=blocks)

    async def look() -> str | None:
        return (await posted(client, channel, thread_ts, since=began)).get(key)

    return await insist(attempt, sure, look)


async def update(
    client: AsyncWebClient, *, channel: str, ts: str, text: str, blocks: Sequence[Fields], sure: Sure = nobody_else
) -> None:
    """Puts other words into a message. Raises as `post_once`."""
    once = _without_repeating(client)

    async def attempt() -> None:
        await once.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

    await insist(attempt, sure)


async def posted(client: AsyncWebClient, channel: str, thread_ts: str | None, *, since: float) -> Mapping[str, str]:
    """The ts of each message of ours in a channel, or in a thread, since a Unix time, by its key."""
    by_key: dict[str, str] = {}
    page: Fields = {"channel": channel, "oldest": f"{since - _SKEW:.6f}", "limit": _PAGE, "include_all_metadata": True}
    while True:
        try:
            response = await (
                client.conversations_replies(ts=thread_ts, **page)
                if thread_ts
                else client.conversations_history(**page)
            )
        except SlackApiError as error:
            if error.response.get("error") in _UNSEEN:
                return by_key
            raise
        for message in response["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT:
                by_key[metadata.get("event_payload", {}).get("key", "")] = message["ts"]
        cursor = (response.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return by_key
        page["cursor"] = cursor


def _without_repeating(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, that repeats nothing by itself: Slack's own handlers repeat a post after a connection broke, and
    so might post it twice; and they do not ask, after they have waited, whose it is to show by now."""
    return like(
        client, retry_handlers=[handler for handler in client.retry_handlers if not isinstance(handler, _REPEATING)]
    )

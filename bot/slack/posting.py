"""A message posted once, though the connection breaks before Slack has said that it is posted.

Each message bears a key of ours in its metadata. Where it is not known whether one was posted, it is looked for by
that key before it is posted again. Looking is slow for some apps (once a minute), so it is done then only.
https://docs.slack.dev/messaging/message-metadata
"""

import asyncio
import time
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clients import like
from bot.slack.wire import Fields

EVENT = "mailbot_answer"
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt."""
_SKEW = 120.0
"""Seconds that Slack's clock and ours may differ."""
_PAGE = 200
_FAULTS = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited")
"""Slack's words for faults of its own: the same may well succeed later."""
_REPEATING = (AsyncConnectionErrorRetryHandler, AsyncServerErrorRetryHandler)
_UNSEEN = ("not_in_channel", "channel_not_found", "missing_scope", "thread_not_found")


async def post_once(
    client: AsyncWebClient, key: str, *, channel: str, thread_ts: str | None, text: str, blocks: list[Fields]
) -> str:
    """The message's ts. Raises SlackApiError where Slack refuses it, or what `out_of_reach` knows."""
    once, began = _without_repeating(client), time.time()
    for wait in (*_WAITS, None):
        try:
            said = await once.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=text,
                blocks=blocks,
                metadata={"event_type": EVENT, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except Exception as error:
            if wait is None or not out_of_reach(error):
                raise
            await asyncio.sleep(wait)
            found = (await posted(client, channel, thread_ts, since=began)).get(key)
            if found is not None:
                return found
        else:
            return str(said["ts"])
    raise AssertionError("unreachable")


async def posted(client: AsyncWebClient, channel: str, thread_ts: str | None, *, since: float) -> Mapping[str, str]:
    """The ts of each message of ours in a channel, or in a thread, since a Unix time, by its key."""
    found: dict[str, str] = {}
    page: Fields = {"channel": channel, "oldest": f"{since - _SKEW:.6f}", "limit": _PAGE, "include_all_metadata": True}
    while True:
        try:
            said = await (
                client.conversations_replies(ts=thread_ts, **page)
                if thread_ts
                else client.conversations_history(**page)
            )
        except SlackApiError as error:
            if error.response.get("error") in _UNSEEN:
                return found
            raise
        for message in said["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT:
                found[metadata.get("event_payload", {}).get("key", "")] = message["ts"]
        cursor = (said.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return found
        page["cursor"] = cursor


def out_of_reach(error: Exception) -> bool:
    """Whether Slack did not answer, or failed: it may have done what was asked."""
    if isinstance(error, SlackApiError):
        status: int = getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0)
        return status >= HTTPStatus.INTERNAL_SERVER_ERROR or _word(error) in _FAULTS
    return isinstance(error, ClientError | TimeoutError | ConnectionError)


def _word(error: SlackApiError) -> str:
    said = getattr(error.response, "data", None)
    return str(said.get("error", "")) if isinstance(said, dict) else ""


def _without_repeating(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, that repeats only what surely was not done: Slack's own handlers repeat a post after a
    connection broke, and so might post it twice."""
    return like(client, retry_handlers=[one for one in client.retry_handlers if not isinstance(one, _REPEATING)])

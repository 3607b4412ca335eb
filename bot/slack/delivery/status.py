"""Shows in a thread that an answer is being worked out; the answer itself removes the status.

https://docs.slack.dev/reference/methods/assistant.threads.setStatus, in channels, too. Where Slack has no such sign for
the workspace, or does not answer, nothing is shown: the answer matters more.
"""

import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.place import Place
from bot.replies.words.phrases import phrases

log = logging.getLogger(__name__)
LOADING = ("loading-read", "loading-ask", "loading-write")
"""What is shown in turn, under `assistant` of the phrases; Slack takes ten at most."""


async def show_checking(client: AsyncWebClient, place: Place, language: str) -> None:
    """Shows that the bot is checking, if there is a thread."""
    say = phrases(language).say
    await _set(client, place, say("assistant.status"), [say(f"assistant.{name}") for name in LOADING])


async def show_nothing(client: AsyncWebClient, place: Place) -> None:
    """Removes the status after an answer that does not remove it: one to one person alone, or none."""
    await _set(client, place, "", None)


async def _set(client: AsyncWebClient, place: Place, status: str, loading: list[str] | None) -> None:
    if place.thread_ts is None:
        return
    try:
        await client.assistant_threads_setStatus(
            channel_id=place.channel, thread_ts=place.thread_ts, status=status, loading_messages=loading
        )
    except (SlackClientError, ClientError, TimeoutError):
        log.info("no status was shown", exc_info=True)

"""Posts a message that only one person sees."""

import logging
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.cases.values.place import Place
from bot.replies.surfaces.slack import SlackMessage
from bot.slack.delivery.status import show_nothing

log = logging.getLogger(__name__)
NO_MEMBER = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")
_NOBODY = ("user_not_in_channel", "user_not_found")
"""Slack's errors when the asker is Slack itself or another app, or has left."""


async def whisper(client: AsyncWebClient, place: Place, message: SlackMessage) -> None:
    """To the asker alone; where the bot is no member, by the request's own way back.

    In a thread only if that is active. What opens a direct message's thread is answered there as ever: nobody else
    reads it. Raises SlackApiError and what `out_of_reach` knows.
    """
    content: dict[str, Any] = {"channel": place.channel, "text": message.text, "blocks": message.blocks or None}
    try:
        if place.direct and not place.active:
            await client.chat_postMessage(thread_ts=place.thread_ts, **content)
        else:
            await client.chat_postEphemeral(
                user=place.user, thread_ts=place.thread_ts if place.active else None, **content
            )
            if place.response_url is None:  # it answers a message, in whose thread a status may be shown
                await show_nothing(client, place)
    except SlackApiError as error:
        reason = error.response.get("error")
        if reason in _NOBODY:
            log.info("nobody is there to be told: %s", reason)
        elif place.response_url is None or reason not in NO_MEMBER:
            raise
        else:
            await by_url(client, place, message, replace_original=False)


async def by_url(client: AsyncWebClient, place: Place, message: SlackMessage, **more: Any) -> None:
    """Through the request's own way back, in the thread where it was asked: Slack shows it there only if it is named
    (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses). Raises SlackApiError."""
    content: dict[str, Any] = {"text": message.text, **more}
    if message.blocks:
        content["blocks"] = list(message.blocks)
    if place.active:
        content["thread_ts"] = place.thread_ts
    await _send(client, place, content)


async def take_away(client: AsyncWebClient, place: Place) -> None:
    """The message that was clicked. Raises SlackApiError."""
    await _send(client, place, {"delete_original": True})


async def _send(client: AsyncWebClient, place: Place, content: dict[str, Any]) -> None:
    hook = AsyncWebhookClient(str(place.response_url), session=client.session, retry_handlers=client.retry_handlers)
    answer = await hook.send_dict(content)
    if answer.status_code != HTTPStatus.OK:
        raise SlackApiError(answer.body, answer)  # type: ignore[no-untyped-call]

"""Uploads the chart of an answer (a history, a mail's path) into its thread. A failed upload is only logged."""

import asyncio
import hashlib
import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.mails import MailAnswer
from bot.cases.values.answers.watching import HistoryAnswer
from bot.cases.values.case import Thread
from bot.replies.charts.history import Picture, history_picture
from bot.replies.charts.path import path_picture
from bot.slack.delivery.posting import ChannelPace

log = logging.getLogger(__name__)
_PAGE = 200
_DIGITS = 8
_OF_MAIL = "mail"
"""What the file of a mail's path is called by."""


async def illustrate(
    client: AsyncWebClient, pace: ChannelPace, answer: AnyAnswer, language: str, where: Thread, key: str, *, again: bool
) -> None:
    """Uploads the picture of a history or a mail's path into the answer's thread; other answers have none. Without a
    `ts` there is no thread.

    `key` is the answer's own. `again`: it was begun before, so the picture may be there; only then is it looked for,
    by its name, for an upload takes none of the metadata that tells a message.
    """
    if not isinstance(answer, HistoryAnswer | MailAnswer) or not where.ts:
        return
    try:
        picture = await asyncio.to_thread(_picture, answer, language)
        subject = answer.domain if isinstance(answer, HistoryAnswer) else _OF_MAIL
        name = f"{subject}-{hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]}.png"
        if picture is None or (again and await _there(client, where, name)):
            return
        async with pace.wait_in(where.channel):
            await client.files_upload_v2(
                channel=where.channel,
                thread_ts=where.ts,
                filename=name,
                content=picture.png,
                title=picture.title,
                alt_txt=picture.alt_text,
            )
    except SlackApiError as error:
        log.warning("a picture could not be uploaded: %s", error.response.get("error"))
    except (SlackClientError, ClientError, TimeoutError, OSError) as error:
        log.warning("a picture could not be uploaded: %s", type(error).__name__)


def _picture(answer: HistoryAnswer | MailAnswer, language: str) -> Picture | None:
    return history_picture(answer, language) if isinstance(answer, HistoryAnswer) else path_picture(answer, language)


async def _there(client: AsyncWebClient, where: Thread, name: str) -> bool:
    """Whether the thread holds a file of that name."""
    replies = await client.conversations_replies(channel=where.channel, ts=where.ts, limit=_PAGE)
    return any(file.get("name") == name for message in replies["messages"] for file in message.get("files") or ())

"""A dropped file: fetched into memory with the bot's own token, never written to disk."""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.dropped import LARGEST_FILE
from bot.slack.delivery.retries import out_of_reach
from bot.slack.wire.payloads import Fields

log = logging.getLogger(__name__)
_SECONDS = 20


async def look_up(id: str, client: AsyncWebClient) -> Fields | None:
    """What Slack knows of a file; None where the bot may not see it, or it is gone. Raises what `out_of_reach` knows if
    it may be had later. https://docs.slack.dev/reference/methods/files.info"""
    try:
        file: Fields = (await client.files_info(file=id))["file"]
    except SlackApiError as error:
        if out_of_reach(error):
            raise
        log.info("a file is not to be seen: %s", error.response.get("error"))
        return None
    return file


async def fetch(url: str, client: AsyncWebClient) -> bytes | None:
    """The file's bytes; None if it cannot be had, or is larger than a mail may be. The token goes to Slack's own hosts
    only. Raises what `out_of_reach` knows if it may be had later."""
    if not _is_slack(url, client.base_url):
        return None
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    headers = {"Authorization": f"Bearer {client.token}"}
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, headers=headers) as response:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            response.raise_for_status()
        if response.status != HTTPStatus.OK or (response.content_length or 0) > LARGEST_FILE:
            return None
        content = await response.content.read(LARGEST_FILE + 1)
        while len(content) <= LARGEST_FILE and not response.content.at_eof():
            content += await response.content.read(LARGEST_FILE + 1 - len(content))
    return content


def _is_slack(url: str, base_url: str) -> bool:
    parts, ours = urlsplit(url), urlsplit(base_url)
    if parts.netloc == ours.netloc and parts.scheme == ours.scheme:
        return True
    return parts.scheme == "https" and (parts.hostname or "").endswith((".slack.com", ".slack-files.com"))

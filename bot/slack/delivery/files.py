"""A dropped mail, fetched into memory with the bot's own token and never written to disk."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.answer import LARGEST_FILE, answer, open_file
from bot.cases.answering.follow_ups import turn
from bot.cases.values.answers.kinds import Refusal, RefusalAnswer
from bot.cases.values.asked import Asked, Deed, DroppedMail, Unread
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.slack.wire.payloads import Fields

_ENDINGS = (".eml", ".msg")
_TYPES = ("message/rfc822", "application/vnd.ms-outlook")
_SECONDS = 20


def mail_in(event: Fields) -> DroppedMail | None:
    """The first mail file that a message carries, told by its ending or type."""
    for file in event.get("files") or ():
        name = str(file.get("name") or "")
        if name.lower().endswith(_ENDINGS) or file.get("mimetype") in _TYPES:
            return DroppedMail(name, int(file.get("size") or 0), str(file.get("url_private_download") or ""))
    return None


def turns(asked: Asked, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
    """Whatever was asked, answered; a dropped mail is fetched first."""
    assert not isinstance(asked, Unread | Deed)  # its turn has come, so it was read; deeds are done
    return _of_mail(asked, case, desk, client) if isinstance(asked, DroppedMail) else answer(asked, case, desk)


async def _of_mail(mail: DroppedMail, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
    content = None if mail.size > LARGEST_FILE else await _fetch(mail.url, client)
    if content is None:
        reason = Refusal.TOO_LARGE if mail.size > LARGEST_FILE else Refusal.UNREADABLE
        yield turn(case, RefusalAnswer(reason, mail.name), desk)
        return
    async for answered in open_file(mail.name, content, case, desk):
        yield answered


async def _fetch(url: str, client: AsyncWebClient) -> bytes | None:
    """The file's bytes; None where it cannot be had. The token goes to Slack's own host only. Raises what
    `out_of_reach` knows, where it may well be had later."""
    if not _is_slack(url, client.base_url):
        return None
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    headers = {"Authorization": f"Bearer {client.token}"}
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, headers=headers) as given:
        if given.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            given.raise_for_status()
        if given.status != HTTPStatus.OK or (given.content_length or 0) > LARGEST_FILE:
            return None
        content = await given.content.read(LARGEST_FILE + 1)
        while len(content) <= LARGEST_FILE and not given.content.at_eof():
            content += await given.content.read(LARGEST_FILE + 1 - len(content))
    return content


def _is_slack(url: str, base_url: str) -> bool:
    asked, ours = urlsplit(url), urlsplit(base_url)
    if asked.netloc == ours.netloc and asked.scheme == ours.scheme:
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith((".slack.com", ".slack-files.com"))

"""Asks Slack's `blocks.validate` about each message and view."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.commands.slack.kinds import SentContent

_RETRIES = 10
_ABOUT_BLOCKS = ("invalid_blocks", "invalid_arguments", "invalid_attachments", "msg_blocks_too_long")
"""Slack's words for what is wrong with the blocks; any other says that they were not looked at."""


class Acceptance(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    """Slack could not be asked, or did not answer the question."""


@dataclass(frozen=True, slots=True)
class Validation:
    kind: SentContent
    word: Acceptance = Acceptance.TAKEN
    complaints: tuple[str, ...] = ()
    """Slack's words, each after a JSON pointer; none where Slack takes it."""


async def validated(kinds: Iterable[SentContent], url: str) -> Sequence[Validation]:
    """`url`: the Web API's base. One after another: how often it may be called is not documented."""
    client = AsyncWebClient(base_url=url, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES)])
    return [await _verdict(client, kind) for kind in kinds]


async def _verdict(client: AsyncWebClient, kind: SentContent) -> Validation:
    """As a form: in an address, where the SDK's own method puts it, a large message would not fit."""
    try:
        await client.api_call("blocks.validate", data={kind.argument: json.dumps(kind.content)})
    except SlackApiError as error:
        return _refused(kind, error.response.data)
    except (ClientError, TimeoutError, OSError, SlackClientError) as error:
        return Validation(kind, Acceptance.UNANSWERED, (type(error).__name__,))
    return Validation(kind)


def _refused(kind: SentContent, answer: Any) -> Validation:
    if not isinstance(answer, dict):
        return Validation(kind, Acceptance.UNANSWERED, (str(answer),))
    error = str(answer.get("error"))
    errors = (
        f"{problem.get('pointer', '')}: {problem.get('message', '')}"
        for problem in answer.get("errors", ())
        if isinstance(problem, dict)
    )
    messages = tuple(errors) or tuple((answer.get("response_metadata") or {}).get("messages", ()))
    return Validation(kind, Acceptance.REFUSED if error in _ABOUT_BLOCKS else Acceptance.UNANSWERED, (error, *messages))

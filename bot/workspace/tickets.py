"""What the workspace hands an app to come back with, each good for a while only.

Response URLs, trigger ids, upload URLs, Socket Mode URLs.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.workspace.values import File

RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60
"""https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""

TRIGGER_SECONDS = 3
"""https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses"""


class Worn(Exception):  # noqa: N818 - said as Slack says it: `expired_url`, `trigger_expired`
    """The ticket is unknown, too old or used up; the text is Slack's error word."""


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Where an answer to one interaction may be sent."""

    secret: str
    channel: str
    user: str
    message_ts: str
    """The message that was clicked, for `replace_original`; empty after a command."""
    made: float
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Trigger:
    id: str
    user: str
    view: str
    """The modal in which it arose, for `views.push`; empty elsewhere."""
    made: float


@dataclass(frozen=True, slots=True)
class Upload:
    file: File
    length: int
    """The bytes that were announced."""


class Tickets:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._urls: dict[str, ResponseUrl] = {}
        self._triggers: dict[str, Trigger] = {}
        self._spent: set[str] = set()
        self._uploads: dict[str, Upload] = {}
        self._doors: set[str] = set()

    def response_url(self, channel: str, user: str, message_ts: str = "") -> ResponseUrl:
        ticket = ResponseUrl(secrets.token_urlsafe(18), channel, user, message_ts, self._clock())
        self._urls[ticket.secret] = ticket
        return ticket

    def use_response_url(self, secret: str) -> ResponseUrl:
        """Counts one use. Raises Worn."""
        ticket = self._urls.get(secret)
        if ticket is None or self._clock() - ticket.made > RESPONSE_SECONDS:
            raise Worn("expired_url")
        if ticket.uses >= RESPONSE_USES:
            raise Worn("used_url")
        self._urls[secret] = replace(ticket, uses=ticket.uses + 1)
        return ticket

    def trigger(self, user: str, view: str = "") -> Trigger:
        ticket = Trigger(f"{int(self._clock() * 1000)}.{secrets.token_hex(8)}", user, view, self._clock())
        self._triggers[ticket.id] = ticket
        return ticket

    def use_trigger(self, id: str) -> Trigger:
        """Spends it: a trigger opens one view. Raises Worn."""
        if id in self._spent:
            raise Worn("exchanged_trigger_id")
        ticket = self._triggers.pop(id, None)
        if ticket is None:
            raise Worn("invalid_trigger_id")
        if self._clock() - ticket.made > TRIGGER_SECONDS:
            raise Worn("expired_trigger_id")
        self._spent.add(id)
        return ticket

    def expect_upload(self, file: File, length: int) -> None:
        self._uploads[file.id] = Upload(file, length)

    def receive_upload(self, id: str, content: bytes, mimetype: str) -> bool:
        """Whether the bytes were expected, and as many as announced."""
        upload = self._uploads.get(id)
        if upload is None or len(content) != upload.length:
            return False
        self._uploads[id] = replace(upload, file=replace(upload.file, content=content, mimetype=mimetype))
        return True

    def take_upload(self, id: str) -> File | None:
        """The file, once its bytes came; it is completed once only."""
        upload = self._uploads.get(id)
        if upload is None or len(upload.file.content) != upload.length:
            return None
        del self._uploads[id]
        return upload.file

    def door(self) -> str:
        """Admits one Socket Mode connection."""
        ticket = secrets.token_urlsafe(18)
        self._doors.add(ticket)
        return ticket

    def admit(self, ticket: str) -> bool:
        known = ticket in self._doors
        self._doors.discard(ticket)
        return known

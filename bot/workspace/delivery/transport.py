"""What a way to the app is asked, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.workspace.values import Json

PATIENCE = 3.0
"""Seconds within which Slack wants a delivery acknowledged."""


class EnvelopeType(StrEnum):
    COMMAND = "slash_commands"
    EVENT = "events_api"
    INTERACTION = "interactive"
    """The words are Socket Mode's envelope types."""


@dataclass(frozen=True, slots=True)
class Attempt:
    what: EnvelopeType
    payload: Json
    retry: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppReply:
    status: int
    """HTTP's, 200 for an acknowledged envelope, 0 where none came."""
    answer: Json | None = None
    """The acknowledgement's body: a message for commands, a `response_action` for submissions."""
    reason: str = ""
    """In Slack's words, why it counts as failed; empty where it was acknowledged."""
    final: bool = False
    """The app asks not to be tried again (`X-Slack-No-Retry`)."""


class AppTransport(Protocol):
    @property
    def name(self) -> str: ...

    async def send(self, attempt: Attempt, patience: float) -> AppReply:
        """Waits for so many seconds at most. Never raises for what the app does."""

    async def close(self) -> None: ...

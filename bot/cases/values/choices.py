"""What people choose, and what they chose, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """What is chosen."""

    LANGUAGE = "language"
    PROVIDER = "provider"
    UNASKED = "unasked"
    """Whether bounces that nobody asked about are explained in a channel, or in all: `ON` or `OFF`."""


ON, OFF = "on", "off"


class Scope(StrEnum):
    """Whom a choice is for."""

    USER = "user"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command wants chosen instead of asking."""

    choice: Choice
    value: str | None = None
    """A language's two letters, or a word as typed that names none that the bot knows; a provider's name as typed.
    None with `reset`, or where the choices are only to be shown."""
    scope: Scope = Scope.USER
    reset: bool = False
    """Choose nothing from now on."""

    @property
    def for_all(self) -> bool:
        """Whether it changes what holds for the whole workspace."""
        changes = self.value is not None or self.reset
        return changes and (self.scope is Scope.WORKSPACE or self.choice is Choice.PROVIDER)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices that bear on one answer: a language's two letters, None where nobody chose."""

    user: str | None = None
    channel: str | None = None
    workspace: str | None = None
    provider: str | None = None
    """The workspace's own mail service: a name in `bot/domains/knowledge/providers.toml`."""
    unasked: bool = True
    """Whether a bounce that nobody asked about is explained here."""

"""What a command wants chosen instead of asking, as values."""

from dataclasses import dataclass
from enum import StrEnum

from bot.cases.values.preferences import Scope


class Choice(StrEnum):
    """What is chosen."""

    LANGUAGE = "language"
    PROVIDER = "provider"
    UNASKED = "unasked"
    """Whether bounces that nobody asked about are explained in a channel, or in all: `ON` or `OFF`."""


ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command wants chosen."""

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

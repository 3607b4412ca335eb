"""What people chose."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Whom a choice is for."""

    USER = "user"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


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

"""A watch: a domain that is checked regularly, for the channel that asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domains.values import Report, Status

MOST = 1000
"""Domains a workspace may have watched."""


class Every(StrEnum):
    """How often."""

    DAILY = "daily"
    HOURLY = "hourly"

    @property
    def seconds(self) -> int:
        return {Every.DAILY: 86_400, Every.HOURLY: 3_600}[self]


@dataclass(frozen=True, slots=True)
class Watch:
    """One domain watched for one channel; whoever asks for it there again only changes how often."""

    team: str
    channel: str
    domain: str
    """ASCII."""
    every: Every
    user: str
    """Who asked for it: told when it ends by itself."""
    language: str
    """Of what it posts."""
    since: float
    """Unix time, seconds."""
    due: float
    """Unix time, seconds, of the next check. It names that check: what was checked for one `due` is not again."""
    failures: int = 0
    """Checks in a row that could determine nothing; each puts the next one off further."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch with what its last check found, for a list."""

    watch: Watch
    worst: Status | None
    """None: not checked yet."""
    checked: float | None = None
    """Unix time, seconds."""


class TooManyWatches(Exception):  # noqa: N818  it is a limit, not a fault
    """The workspace has `MOST` domains watched."""


class Watching(Protocol):
    """The watches of one workspace, for one person in one channel."""

    async def begin(self, domain: str, every: Every | None, language: str, seen: Report) -> Watch:
        """Watches it from now on; `seen`: what later checks are first held against. Raises TooManyWatches.

        `every` None: as often as it is watched here already, else daily.
        """
        ...

    async def end(self, domain: str) -> bool:
        """Whether it was watched, here or in another channel of the workspace; it is no more."""
        ...

    async def is_watched(self, domain: str) -> bool:
        """Whether it is watched anywhere in the workspace; False also where that cannot be told in time."""
        ...

    async def watched(self) -> Sequence[Watched]:
        """All of the workspace's, by domain."""
        ...

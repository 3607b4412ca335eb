"""Answers about domains that are watched, and about what is seen over time. Each has a template of its own name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cases.values.history import Stretch
    from bot.cases.values.watch import Watch, Watched
    from bot.domains.engine.spread import Spread
    from bot.domains.values import Finding, Report


@dataclass(frozen=True, slots=True)
class WatchAnswer:
    """The domain is watched from now on; this is how it stands."""

    watch: Watch
    report: Report


@dataclass(frozen=True, slots=True)
class UnwatchAnswer:
    """The domain is not watched any more; `was`: it was before."""

    domain: str
    was: bool


@dataclass(frozen=True, slots=True)
class WatchesAnswer:
    """The workspace's watched domains."""

    watched: tuple[Watched, ...]


class Ended(StrEnum):
    """Why watches ended by themselves."""

    ARCHIVED = "archived"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class WatchesEndedAnswer:
    """A channel's watches ended: told to who asked for them."""

    channel: str
    """Its id."""
    reason: Ended
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was another way at the check before."""

    finding: Finding
    """Worse: what is found now. Fixed: what was found before."""
    since: float | None = None
    """Unix time, seconds, since when it had been fine (worse) or wrong (fixed); None where it is not known."""
    gone: tuple[str, ...] = ()
    """Parts of records that are not there any more (`include:mx.ovh.com`), or whole values."""
    come: tuple[str, ...] = ()
    """Parts, or whole values, that were not there before."""


@dataclass(frozen=True, slots=True)
class WatchNewsAnswer:
    """What a watch has to say: something got worse or was fixed."""

    watch: Watch
    worse: tuple[Change, ...]
    fixed: tuple[Change, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class HistoryAnswer:
    """A domain's states over time."""

    domain: str
    stretches: tuple[Stretch, ...]
    """The oldest first; never empty."""


@dataclass(frozen=True, slots=True)
class ReportLinkAnswer:
    """A page with the whole report, for somebody who is not in this workspace."""

    domain: str
    url: str
    until: float
    """Unix time, seconds."""
    language: str = ""
    """The page's; empty: not said."""


@dataclass(frozen=True, slots=True)
class SpreadAnswer:
    """How far the domain's records as they are now have spread."""

    spread: Spread

"""What changed, as an answer: since the case's last check, and before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cases.values.differences import Difference
    from bot.cases.values.history import RecordMark
    from bot.domains.values import Finding


@dataclass(frozen=True, slots=True)
class WrongSince:
    """Since when something has been wrong."""

    code: str
    since: float
    """Unix time, seconds."""
    at_least: bool
    """It was there when the domain was first checked."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier check found another way than the one before it."""

    at: float
    """Unix time, seconds."""
    new: tuple[str, ...]
    """Codes of findings."""
    fixed: tuple[str, ...]
    records: tuple[RecordMark, ...]
    """Records that changed, each name and type once."""


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """What changed since the last check."""

    domain: str
    fixed: tuple[str, ...]
    """Codes of findings that are gone."""
    new: tuple[Finding, ...]
    same: tuple[Finding, ...]
    first: bool = False
    """There is no earlier check to compare with."""
    solved: bool = False
    """What was wrong is right now: the case is closed."""
    records: tuple[Difference, ...] = ()
    """The domain's records that changed."""
    standing: tuple[WrongSince, ...] = ()
    """Of what is `same`, where that is known and longer ago than a day."""
    earlier: tuple[Earlier, ...] = ()
    """The newest first."""
    at: float = 0.0
    """Unix time, seconds, of the check."""

"""Links to a page that shows a whole report to somebody outside the workspace."""

from dataclasses import dataclass
from typing import Protocol

from bot.domains.values import Report


@dataclass(frozen=True, slots=True)
class ReportLink:
    """Good for whoever has it, until it expires."""

    url: str
    until: float
    """Unix time, seconds."""


class ReportLinks(Protocol):
    """Makes one workspace's links."""

    async def link(self, report: Report, language: str) -> ReportLink:
        """A link to this report as it is, in the reader's language."""
        ...

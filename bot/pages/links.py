"""Makes links to a workspace's reports."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.cases.values.report_links import ReportLink, ReportLinks
from bot.domains.values import Report
from bot.pages.tokens import SECONDS, Tokens
from bot.storage.tables.reports import Reports

PATH = "/report/"


class PublicPages:
    """Where pages are reached from outside (`https://botas.imone.lt`), and the keys that sign links to them."""

    def __init__(
        self,
        reports: Reports,
        address: str,
        keys: Sequence[str],
        *,
        logo: str = "",
        name_of: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        """`logo`: a picture as a `data:` URL; `name_of`: a workspace's name by its id, empty where it is not known."""
        self.reports = reports
        self.tokens = Tokens(keys)
        self.logo = logo
        self._address = address.rstrip("/")
        self._name_of = name_of

    def links_of(self, team: str) -> ReportLinks:
        """Links of one workspace, whose reports are deleted when it removes the bot."""
        return _Links(self, team)

    async def link(self, team: str, report: Report, language: str) -> ReportLink:
        """Stores the report as it is; returns the link to it."""
        until = time.time() + SECONDS
        author = await self._name_of(team) if self._name_of else ""
        name = await self.reports.put(team, report, language, until, author)
        return ReportLink(f"{self._address}{PATH}{self.tokens.sign(name)}", until)


@dataclass(frozen=True, slots=True)
class _Links:
    pages: PublicPages
    team: str

    async def link(self, report: Report, language: str) -> ReportLink:
        return await self.pages.link(self.team, report, language)

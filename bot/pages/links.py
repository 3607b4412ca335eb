"""Makes links to a workspace's reports."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cases.values.report_links import ReportLink, ReportLinks
from bot.domains.values import Report
from bot.pages.tokens import SECONDS, Tokens
from bot.storage.reports import Reports

PATH = "/report/"


class PublicPages:
    """Where pages are reached from outside (`https://botas.imone.lt`), and the keys that sign links to them."""

    def __init__(self, reports: Reports, address: str, keys: Sequence[str]) -> None:
        self.reports = reports
        self.tokens = Tokens(keys)
        self._address = address.rstrip("/")

    def links_of(self, team: str) -> ReportLinks:
        """Links of one workspace, whose reports are deleted when it removes the bot."""
        return _Links(self, team)

    async def link(self, team: str, report: Report, language: str) -> ReportLink:
        """Stores the report as it is; returns the link to it."""
        until = time.time() + SECONDS
        name = await self.reports.put(team, report, language, until)
        return ReportLink(f"{self._address}{PATH}{self.tokens.sign(name)}", until)


@dataclass(frozen=True, slots=True)
class _Links:
    pages: PublicPages
    team: str

    async def link(self, report: Report, language: str) -> ReportLink:
        return await self.pages.link(self.team, report, language)

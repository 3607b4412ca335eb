"""One check over zones served on loopback, through the real resolver; every finding is held to its texts."""

import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.domains.net.fetch import Fetcher
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.servers import plain
from bot.domains.net.status_pages import StatusPages
from bot.domains.shared.look import Look
from bot.domains.values import Finding, Options, Status
from bot.workspace.dns import DnsServer, Zones

DOMAIN = "imone.example"
LOCALES = Path(__file__).parents[2] / "locales"
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)")
Data = dict[str, list[Any]]


def resolver_at(server: DnsServer, timeout: float = 5) -> SharedResolver:
    return SharedResolver([plain(server.host, server.port)], timeout=timeout, direct=False)


def patience(data: Data) -> float:
    """Seconds for an answer: only a zone that keeps silent is given up on soon, for a loaded machine may be slow."""
    return 0.3 if "TIMEOUT" in str(data) else 5


async def run(
    check: ModuleType,
    data: Data,
    *,
    domain: str = DOMAIN,
    fetch: Fetcher | None = None,
    status_pages: StatusPages | None = None,
    **options: Any,
) -> tuple[Finding, ...]:
    """What the check finds. Its codes, statuses, facts and texts must agree with each other."""
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server, patience(data))
        view = resolver.for_check()
        try:
            report = await check.check(Look(domain, view, Options(**options), fetch, status_pages))
        finally:
            view.close()
            await resolver.close()
    for finding in report:
        agree(check, finding)
    return report


async def codes(check: ModuleType, data: Data, **options: Any) -> set[str]:
    return {finding.code for finding in await run(check, data, **options)}


def agree(check: ModuleType, finding: Finding) -> None:
    """The finding's code is declared with this status, and its words need no fact that it lacks."""
    assert check.CHECK.statuses()[finding.code] is finding.status
    name = check.CHECK.name
    assert finding.check == name
    facts = {fact.name for fact in finding.facts} | {"domain"}
    for language in ("lt", "en"):
        entry = tomllib.loads((LOCALES / language / "findings" / f"{name}.toml").read_text("utf-8"))[finding.code]
        needed = {word for text in entry.values() for word in PLACEHOLDER.findall(text)}
        assert needed <= facts, f"{language} {finding.code} lacks {needed - facts}"
        assert {"title", "meaning"} <= set(entry)
        assert finding.status is Status.OK or {"remedy", "customer"} <= set(entry)

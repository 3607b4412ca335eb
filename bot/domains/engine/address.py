"""Checks one sending address, such as a bounce accuses, against blocklists and the reverse DNS."""

import asyncio
from collections.abc import Awaitable

from bot.domains.addresses import public, read
from bot.domains.checks import blocklist as lists
from bot.domains.checks import ptr
from bot.domains.engine.check import worst_first
from bot.domains.net.resolver import SharedResolver
from bot.domains.values import Finding

CHECKS = frozenset({ptr.CHECK.name, lists.CHECK.name})
"""Those that can be made of an address alone."""


async def check_address(
    address: str,
    resolver: SharedResolver,
    only: frozenset[str] = CHECKS,
    *,
    blocklist: str | None = None,
    helo: str | None = None,
    fresh: bool = False,
) -> tuple[Finding, ...]:
    """Findings, worst first; none for what is no address or one that the world cannot reach.

    `only`: names out of `CHECKS`. `blocklist`: the one list to ask, as a bounce spells it; None: all. `helo`: the
    name that the server gives itself, where known. `fresh` asks everything anew.
    """
    read_address = read(address)
    if read_address is None or not public(read_address):
        return ()
    view = resolver.for_check(fresh=fresh)
    checks: list[Awaitable[tuple[Finding, ...]]] = []
    if lists.CHECK.name in only:
        check_made = lists.listed(address, blocklist, view) if blocklist else lists.of_address(read_address, view)
        checks.append(check_made)
    if ptr.CHECK.name in only:
        checks.append(ptr.of_address(read_address, view, helo))
    try:
        return worst_first(finding for findings in await asyncio.gather(*checks) for finding in findings)
    finally:
        view.close()

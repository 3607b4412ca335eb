"""Checks domains live: who is asked depends on the domain."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.domains.engine.address import check_address
from bot.domains.engine.check import check, last
from bot.domains.engine.senders import KnownSender, allowing, known_senders
from bot.domains.engine.spread import Spread
from bot.domains.engine.spread_asking import spread
from bot.domains.knowledge.resolvers import NamedResolver
from bot.domains.net.dns import Answer
from bot.domains.net.fetch import Fetcher
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.status_pages import StatusPages
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.values import SpfResult
from bot.domains.values import Finding, Options, Report

Keep = Callable[[Options, Report], None]
"""Told of each whole report, and what was asked for it."""
SAMPLES = (".example", ".test")
"""Top-level names that are in nobody's DNS (RFC 6761, 6): a sample server may stand in for them."""


class LiveChecker:
    """Long-lived; checks share its resolvers' caches."""

    def __init__(
        self,
        world: SharedResolver,
        fetch: Fetcher | None,
        sample: SharedResolver | None = None,
        others: Sequence[NamedResolver] = (),
        keep: Keep | None = None,
        status_pages: StatusPages | None = None,
        rpki: bool = False,
    ) -> None:
        """`others`: resolvers that are asked beside our own whether a change has spread. `status_pages`: None where
        providers' status pages are not to be asked. `rpki`: RIPEstat may be."""
        self._world = world
        self._fetch = fetch
        self._sample = sample
        self._others = tuple(others)
        self._keep = keep
        self._status_pages = status_pages
        self._rpki = rpki

    def keeping(self, keep: Keep) -> "LiveChecker":
        """The same checker over the same resolvers; `keep` is told of its whole reports."""
        return LiveChecker(self._world, self._fetch, self._sample, self._others, keep, self._status_pages, self._rpki)

    @property
    def questions(self) -> int:
        """Messages sent to DNS servers so far."""
        return self._world.sent + (self._sample.sent if self._sample is not None else 0)

    def check(
        self, domain: str, options: Options, *, fresh: bool = False, growing: bool = True
    ) -> AsyncIterator[Report]:
        """Reports, each with more in it than the one before, the last one done; where not `growing`, only that one. A
        sample domain's whole world is its sample server: no other network."""
        on_whole = partial(self._keep, options) if self._keep is not None else None
        if sample := self._sampled(domain):
            sampled = replace(options, network=False, smtp_probe=False)
            return check(domain, sample, sampled, fresh=fresh, growing=growing, on_whole=on_whole)
        return check(
            domain,
            self._world,
            replace(options, rpki=self._rpki),
            fetch=self._fetch,
            status_pages=self._status_pages,
            fresh=fresh,
            growing=growing,
            on_whole=on_whole,
        )

    async def whole(self, domain: str, options: Options) -> Report:
        """The last report of `check`."""
        return await last(domain, self.check(domain, options, growing=False))

    async def address(
        self,
        address: str,
        only: frozenset[str],
        *,
        blocklist: str | None = None,
        helo: str | None = None,
        domain: str = "",
        fresh: bool = False,
    ) -> tuple[Finding, ...]:
        """See `check_address`. `domain`: whose mail the address sent; a sample domain's addresses are its server's."""
        resolver = self._sampled(domain) or self._world
        return await check_address(address, resolver, only, blocklist=blocklist, helo=helo, fresh=fresh)

    async def known_senders(self, domain: str, addresses: Sequence[str]) -> tuple[KnownSender, ...]:
        """See `known_senders`."""
        return await known_senders(domain, addresses, self._sampled(domain) or self._world)

    async def allowing(self, domain: str, senders: Sequence[tuple[str, str | None]]) -> tuple[Finding, ...]:
        """See `allowing`."""
        return await allowing(domain, senders, self._sampled(domain) or self._world)

    async def dkim_records(self, names: Sequence[str]) -> tuple[Answer, ...]:
        """The TXT records at these names; a sample domain's are its server's."""
        return tuple(await asyncio.gather(*map(self._txt, names)))

    async def _txt(self, name: str) -> Answer:
        view = (self._sampled(name) or self._world).for_check()
        try:
            return await view.ask(name, "TXT")
        finally:
            view.close()

    async def spread(self, domain: str, selectors: Sequence[str] = ()) -> Spread:
        """How far the domain's records as they are now have spread. A sample domain is asked of its server alone."""
        sample = self._sampled(domain)
        view = (sample or self._world).for_check(fresh=True, domain=domain)
        try:
            return await spread(domain, view, () if sample else self._others, selectors)
        finally:
            view.close()

    async def spf(self, address: str, sender: str, helo: str) -> SpfResult:
        """Whether the address may send for the sender's domain, or the HELO name's (RFC 7208).

        Raises ValueError for what is no address.
        """
        domain = sender.rpartition("@")[2] or helo
        view = (self._sampled(domain) or self._world).for_check()
        try:
            return await check_host(address, domain, sender, helo, view)
        finally:
            view.close()

    def _sampled(self, domain: str) -> SharedResolver | None:
        """The sample server's resolver, where the domain is one of its."""
        return self._sample if self._sample is not None and domain.endswith(SAMPLES) else None

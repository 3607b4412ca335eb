"""The checker that a command uses: over the name server that was given, or over those of the settings."""

from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.domains.engine.live import LiveChecker
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import Nameserver, nameserver


@dataclass(frozen=True, slots=True)
class Way:
    """How DNS and the network are asked."""

    nameserver: Nameserver | None
    """None: the settings' resolvers, with the sample domains served locally, as in the local workspace."""
    timeout: float
    """Seconds for one DNS answer."""
    network: bool
    """False: DNS only."""


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, metavar="S", help=say("cli.timeout"))
    parser.add_argument("--no-network", action="store_true", help=say("cli.no-network"))


def way(options: Namespace) -> Way:
    return Way(options.nameserver, options.timeout, not options.no_network)


@asynccontextmanager
async def open_checker(way: Way) -> AsyncIterator[LiveChecker]:
    """The checker, its resolvers open until this ends."""
    if way.nameserver is None:
        async with _by_settings(way) as checker:
            yield checker
        return
    resolver = resolver_over((way.nameserver,), timeout=way.timeout, direct=False)
    fetch = None
    if way.network:
        from bot.domains.net.https_fetcher import HttpsFetcher  # noqa: PLC0415 - the HTTP library is slow to load

        fetch = HttpsFetcher(resolver.for_check)
    try:
        yield LiveChecker(resolver, fetch)
    finally:
        await resolver.close()


@asynccontextmanager
async def _by_settings(way: Way) -> AsyncIterator[LiveChecker]:
    from bot.cli.samples import sample_dns  # noqa: PLC0415 - only where no name server was given
    from bot.desk import open_checker as checker_by  # noqa: PLC0415
    from bot.settings import read  # noqa: PLC0415

    settings = read().model_copy(update={"dns_timeout": way.timeout})
    async with sample_dns(settings) as sampled, checker_by(sampled) as checker:
        yield checker

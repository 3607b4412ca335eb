"""Asks a domain's own name servers and several resolvers for the same records, past every cache of ours."""

import asyncio
import time
from collections.abc import Sequence

from dns.rdtypes.ANY.NS import NS

from bot.domains.engine.spread import ComparedName, ResolverCopies, ServerCopies, Spread, copy_of, judge, places
from bot.domains.knowledge.resolvers import NamedResolver
from bot.domains.net.dns import Resolver
from bot.domains.net.hosts import Host, all_addresses
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.servers import plain
from bot.domains.shared.zone_names import names_upwards

MOST_SERVERS = 13
"""Name servers that are asked; no zone needs as many (the root has thirteen)."""
SECONDS = 2.0
"""For each answer of a resolver that is asked beside our own."""


async def spread(
    domain: str,
    own: Resolver,
    others: Sequence[NamedResolver] = (),
    selectors: Sequence[str] = (),
) -> Spread:
    """`own`: the bot's resolver, which also finds the name servers; it must answer from no cache of ours.

    `others`: resolvers asked beside it, over UDP and TCP.
    """
    wanted = places(domain, selectors)
    at = time.time()
    (zone, servers), resolvers = await asyncio.gather(
        _servers(domain, own, wanted),
        asyncio.gather(_copies(own, "", "", wanted), *(_at(other, wanted) for other in others)),
    )
    return judge(domain, zone, wanted, servers, resolvers, at)


async def _servers(domain: str, own: Resolver, wanted: Sequence[ComparedName]) -> tuple[str | None, list[ServerCopies]]:
    """The zone that holds the domain, and what each of its name servers answers."""
    answers = await own.ask_all((name, "NS") for name in names_upwards(domain))
    head = next((answer for answer in answers if answer.records or not answer.outcome.known), None)
    if head is None or not head.records:
        return None, []
    names = sorted(
        {record.target.to_text(omit_final_dot=True).lower() for record in head.records if isinstance(record, NS)}
    )
    hosts = await all_addresses(own, names[:MOST_SERVERS])
    return head.name, list(await asyncio.gather(*(_server(host, own, head.name, wanted) for host in hosts)))


async def _server(host: Host, own: Resolver, zone: str, wanted: Sequence[ComparedName]) -> ServerCopies:
    """IPv4 first, which we surely have ourselves. The resolver refuses an address that is not public."""
    address = min(host.addresses, key=lambda each: each.version, default=None)
    if address is None:
        return ServerCopies(host.name, None, tuple(copy_of(place, None) for place in wanted))
    soa, *answers = await asyncio.gather(
        own.ask_server(str(address), zone, "SOA"),
        *(own.ask_server(str(address), place.name, place.type) for place in wanted),
    )
    copies = (copy_of(place, answer, authority=True) for place, answer in zip(wanted, answers, strict=True))
    return ServerCopies(host.name, soa, tuple(copies))


async def _at(other: NamedResolver, wanted: Sequence[ComparedName]) -> ResolverCopies:
    shared = SharedResolver([plain(other.address, other.port)], timeout=SECONDS, direct=False)
    view = shared.for_check(fresh=True)
    try:
        return await _copies(view, other.title, other.address, wanted)
    finally:
        view.close()
        await shared.close()


async def _copies(resolver: Resolver, title: str, address: str, wanted: Sequence[ComparedName]) -> ResolverCopies:
    answers = await resolver.ask_all((place.name, place.type) for place in wanted)
    copies = (copy_of(place, answer) for place, answer in zip(wanted, answers, strict=True))
    return ResolverCopies(title, address, tuple(copies))

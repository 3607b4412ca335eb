"""Whether a domain's SPF record lets a provider send, or the servers that take its mail in, whatever term it does so
by: networks written out, `exists`, a name that leads to another record. Told by evaluating it for their addresses."""

import asyncio
from collections.abc import Sequence

from bot.domains.addresses import Address
from bot.domains.knowledge.providers import Provider
from bot.domains.net.dns import Resolver
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.tree import walk
from bot.domains.standards.spf.values import Result

MOST_ADDRESSES = 8
"""Addresses of one provider that are evaluated, spread over its networks."""
MOST_SENDERS = 4
"""Addresses of servers that SPF is evaluated for."""


async def provider_may_send(domain: str, service: Provider, resolver: Resolver) -> bool:
    """Whether at least half of the provider's networks may send for the domain. False where it publishes none."""
    for name in _records(service):
        addresses = await _addresses(name, resolver)
        results = await asyncio.gather(
            *(check_host(address, domain, f"postmaster@{domain}", domain, resolver) for address in addresses)
        )
        allowed = [result for result in results if result.result is Result.PASS]
        if allowed and 2 * len(allowed) >= len(results):
            return True
    return False


async def addresses_may_send(domain: str, addresses: Sequence[Address], resolver: Resolver) -> bool:
    """Whether one of these servers may send for the domain, or may be allowed to: a look-up failed."""
    sender = f"postmaster@{domain}"
    results = await asyncio.gather(
        *(check_host(address, domain, sender, domain, resolver) for address in addresses[:MOST_SENDERS])
    )
    return any(result.result in (Result.PASS, Result.TEMPERROR) for result in results)


def _records(service: Provider) -> list[str]:
    """The names of the provider's own SPF records."""
    names = (term.replace("=", ":").partition(":") for term in service.spf_terms)
    return list(dict.fromkeys(name for kind, _, name in names if kind in ("include", "redirect")))


async def _addresses(name: str, resolver: Resolver) -> list[Address]:
    """An address from the middle of each of some IPv4 networks that the record names, itself and by its includes."""
    tree = await walk(name, resolver)
    networks = [
        term.network
        for branch in tree.all()
        if branch.record is not None
        for term in branch.record.effective
        if term.network is not None and term.network.version == 4 and term.qualifier == "+"
    ]
    step = max(1, len(networks) // MOST_ADDRESSES)
    return [network.network_address + network.num_addresses // 2 for network in networks[::step][:MOST_ADDRESSES]]

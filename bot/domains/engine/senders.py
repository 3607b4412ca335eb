"""Finds out whose servers send in a domain's name, and the record that would allow them."""

import asyncio
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dns.rdtypes.ANY.PTR import PTR

from bot.domains.addresses import Address, public, read
from bot.domains.checks import spf
from bot.domains.engine.gated import Gate
from bot.domains.engine.one_record import united
from bot.domains.knowledge.providers import Provider, ServiceKind, by_domain, by_host, kin, provider, providers
from bot.domains.net.dns import Resolver
from bot.domains.net.hosts import all_addresses
from bot.domains.net.resolver import SharedResolver
from bot.domains.shared.look import Look
from bot.domains.shared.mail_hosts import mail_hosts
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.tree import Branch, walk
from bot.domains.standards.spf.values import Result
from bot.domains.values import Finding, Options

MOST_NAMED = 40
"""Addresses whose reverse name is asked for."""
MOST_EVALUATED = 40
"""Addresses for which the domain's own SPF record is evaluated."""
MOST_ALLOWED = 4
"""Addresses that one proposal lets send."""
_MOST_NAMES = 3
"""Reverse names of one address that are confirmed."""
_UNDECIDED = (Result.TEMPERROR, Result.PERMERROR)
_Networks = dict[tuple[int, int], dict[int, tuple[int, Provider]]]
"""By IP version and length of the prefix: the network's number, how deep in the service's record it stands, whose."""


@dataclass(frozen=True, slots=True)
class KnownSender:
    """What the DNS says of one address."""

    address: str
    service: str | None = None
    """A name in `providers.toml`: the address lies in the networks of its SPF record, or under its domain."""
    host: str = ""
    """Its reverse name, confirmed by that name's own address (RFC 8601, 2.7.3); empty where there is none."""
    own: bool = False
    """The domain's own: its reverse name lies under the domain, or the domain receives its mail there."""
    allowed: bool | None = None
    """Whether the domain's SPF record lets it send now; None where that was not asked or could not be told."""
    looked: bool = True
    """False: its reverse name was not asked for, or could not be had."""


async def known_senders(domain: str, addresses: Sequence[str], resolver: SharedResolver) -> tuple[KnownSender, ...]:
    """What is known of each address, in their order; those that send most come first. Of one that the world cannot
    reach nothing is."""
    reachable = {text: address for text in addresses if (address := read(text)) is not None and public(address)}
    if not reachable:
        return tuple(map(KnownSender, addresses))
    view = resolver.for_check(domain=domain)
    try:
        networks, allowed, mail = await asyncio.gather(
            _networks(view), _allowed(domain, list(reachable)[:MOST_EVALUATED], view), _mail(domain, view)
        )
        known = {text: KnownSender(text) for text in addresses}
        for text, address in reachable.items():
            service = _service(address, networks)
            known[text] = KnownSender(text, service, "", mail.is_own(service, address), allowed.get(text))
        nameless = [text for text in reachable if known[text].service is None]
        hosts = await asyncio.gather(*(_host(reachable[text], view) for text in nameless[:MOST_NAMED]))
    finally:
        view.close()
    for text, host in zip(nameless, [*hosts, *[None] * (len(nameless) - len(hosts))], strict=True):
        known[text] = _named(known[text], host, domain)
    return tuple(known.values())


async def allowing(
    domain: str, senders: Iterable[tuple[str, str | None]], resolver: SharedResolver
) -> tuple[Finding, ...]:
    """What would let these addresses send for the domain, each with the service it belongs to: one record for all of
    them, past the gate that every proposal passes. Empty where nothing is to be changed."""
    view = resolver.for_check(domain=domain)
    look = Look(domain, view)
    try:
        findings: list[Finding] = []
        for address, service in list(senders)[:MOST_ALLOWED]:
            own = replace(look, options=Options(sender_ip=address, sender_service=service))
            findings_of_spf = await spf.check(own)
            findings += [
                finding for finding in findings_of_spf if finding.code in spf.NOT_ALLOWED and _covers(finding, service)
            ]
        return tuple(dict.fromkeys(await Gate(look).passed(united(findings))))
    finally:
        view.close()


def _covers(finding: Finding, service: str | None) -> bool:
    """Whether a service is let send by its own term: one of its addresses alone is not the domain's to name."""
    known = provider(service)
    return known is None or any(known.spf in record.value.split() for record in finding.publish)


async def _networks(view: Resolver) -> _Networks:
    """The networks that each service's SPF record names, itself and by its includes."""
    names = [
        (name, service)
        for service in sorted(providers(), key=lambda entry: entry.kind is not ServiceKind.SENDER)
        for name in dict.fromkeys(
            name
            for kind, _, name in (term.replace("=", ":").partition(":") for term in service.spf_terms)
            if kind in ("include", "redirect")
        )
    ]
    unique = list(dict.fromkeys(name for name, _ in names))
    trees = dict(zip(unique, await asyncio.gather(*(walk(name, view) for name in unique)), strict=True))
    networks: _Networks = {}
    for name, service in names:
        _add(networks, trees[name], service, 0)
    return networks


def _add(networks: _Networks, branch: Branch, service: Provider, depth: int) -> None:
    """A network that several services name belongs to the one in whose record it stands nearest to the top."""
    for term in branch.record.effective if branch.record is not None else ():
        if term.network is not None and term.qualifier == "+" and term.network.prefixlen > 0:
            same = networks.setdefault((term.network.version, term.network.prefixlen), {})
            number = int(term.network.network_address)
            if number not in same or same[number][0] > depth:
                same[number] = (depth, service)
    for below in branch.branches:
        _add(networks, below, service, depth + 1)


def _service(address: Address, networks: _Networks) -> str | None:
    """The service in whose networks the address lies; of several the narrowest network's."""
    for version, prefix in sorted(networks, reverse=True):
        if version == address.version:
            network = ipaddress.ip_network((address, prefix), strict=False)
            if (named := networks[version, prefix].get(int(network.network_address))) is not None:
                return named[1].name
    return None


async def _allowed(domain: str, addresses: Sequence[str], view: Resolver) -> dict[str, bool | None]:
    results = await asyncio.gather(
        *(check_host(address, domain, f"postmaster@{domain}", domain, view) for address in addresses)
    )
    return {
        address: None if result.result in _UNDECIDED else result.result is Result.PASS
        for address, result in zip(addresses, results, strict=True)
    }


async def _host(address: Address, view: Resolver) -> str | None:
    """The first reverse name that leads back to the address; None where that could not be told."""
    answer = await view.ask(address.reverse_pointer, "PTR")
    names = [record.target.to_text(omit_final_dot=True).lower() for record in answer.records if isinstance(record, PTR)]
    hosts = await all_addresses(view, sorted(names)[:_MOST_NAMES])
    confirmed = next((host.name for host in hosts if address in host.addresses), "")
    if confirmed or (answer.outcome.known and not any(host.faults for host in hosts)):
        return confirmed
    return None


def _named(sender: KnownSender, host: str | None, domain: str) -> KnownSender:
    if not host:
        return replace(sender, looked=host is not None)
    service = by_domain(host)
    return replace(sender, host=host, service=service.name if service else None, own=sender.own or kin(host, domain))


@dataclass(frozen=True, slots=True)
class _Mail:
    """Where the domain receives its mail."""

    services: frozenset[str]
    addresses: frozenset[Address]

    def is_own(self, service: str | None, address: Address) -> bool:
        return service in self.services or address in self.addresses


async def _mail(domain: str, view: Resolver) -> _Mail:
    hosts = (await mail_hosts(Look(domain, view))).hosts
    services = {service.name for host in hosts if (service := by_host(host)) is not None}
    resolved = await all_addresses(view, hosts[:MOST_ALLOWED])
    return _Mail(frozenset(services), frozenset(address for host in resolved for address in host.addresses))

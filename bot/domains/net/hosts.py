"""A host's addresses."""

from collections.abc import Iterable
from typing import NamedTuple

from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from bot.domains.addresses import Address, read
from bot.domains.net.dns import Answer, Outcome, Resolver

_ADDRESSES = (A, AAAA)


class Host(NamedTuple):
    """One host with its addresses."""

    name: str
    addresses: tuple[Address, ...]
    answers: tuple[Answer, ...]
    """The A and the AAAA answer; from `somewhere` the A answer alone, where that says enough."""

    @property
    def faults(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if not answer.outcome.known)


async def addresses(resolver: Resolver, name: str) -> Host:
    """One host, by both address questions at once."""
    return (await all_addresses(resolver, (name,)))[0]


async def somewhere(resolver: Resolver, name: str) -> Host:
    """One host of which it only matters whether it has an address: AAAA is asked for where A leaves that open. A name
    that does not exist has no record of any type (RFC 8020, 2), and who is silent about the one is so about the other.
    """
    answer = await resolver.ask(name, "A")
    if answer.records or answer.outcome in (Outcome.NXDOMAIN, Outcome.TIMEOUT):
        return _host(name, (answer,))
    return await addresses(resolver, name)


async def all_addresses(resolver: Resolver, names: Iterable[str]) -> tuple[Host, ...]:
    """Hosts in the order of `names`, all asked at once. An IP literal in place of a name has no addresses: it is no
    host name."""
    wanted = tuple(names)
    return hosts_of(wanted, await resolver.ask_all(address_questions(wanted))) if wanted else ()


def address_questions(names: Iterable[str]) -> list[tuple[str, str]]:
    """What is asked for these hosts: two questions for each that is no IP literal."""
    return [(name, kind) for name in names if read(name) is None for kind in ("A", "AAAA")]


def hosts_of(names: Iterable[str], answers: Iterable[Answer]) -> tuple[Host, ...]:
    """The hosts by the answers to `address_questions`."""
    left = iter(answers)
    return tuple([_host(name, (next(left), next(left)) if read(name) is None else ()) for name in names])


def _host(name: str, answers: tuple[Answer, ...]) -> Host:
    addresses = [
        address
        for answer in answers
        for rdata in answer.records
        if isinstance(rdata, _ADDRESSES) and (address := read(rdata.address)) is not None
    ]
    return Host(name, tuple(dict.fromkeys(addresses) if len(addresses) > 1 else addresses), answers)

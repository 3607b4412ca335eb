"""Asks a zone's own name servers directly, over UDP and TCP, and tells whether their silence is their own fault."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from dns.rdtypes.IN.A import A

from bot.domains.addresses import Address
from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.net.hosts import Host

_ROOT_SERVER = "a.root-servers.net"
"""It answers everybody, for a name that must exist: if it is silent too, the fault lies on our side."""
_SILENT = frozenset({Outcome.TIMEOUT, Outcome.MALFORMED})


@dataclass(frozen=True, slots=True)
class ServerAnswers:
    """What one server said about the zone's SOA record."""

    host: Host
    udp: Answer
    tcp: Answer

    @property
    def silent(self) -> bool:
        return self.udp.outcome in _SILENT

    @property
    def silent_over_tcp(self) -> bool:
        """Whether it answers, yet not over TCP (RFC 7766, 5: it must)."""
        return not self.silent and self.tcp.outcome in _SILENT

    @property
    def lame(self) -> bool:
        """Whether it knows no such zone: it refuses, or points elsewhere."""
        known = self.udp.outcome is Outcome.FOUND
        return not known and not self.silent and self.udp.outcome is not Outcome.BUDGET

    @property
    def not_authoritative(self) -> bool:
        """Whether it answers from somebody else's zone, as a resolver does (RFC 1035, 4.1.1: no AA bit)."""
        return self.udp.outcome is Outcome.FOUND and not self.udp.authoritative


async def ask_servers(resolver: Resolver, zone: str, hosts: Sequence[Host]) -> tuple[ServerAnswers, ...]:
    """Every host that has an address and may be asked directly: over UDP and TCP at once."""
    reached = [(host, address) for host in hosts if (address := _first(host)) is not None]
    answers = await asyncio.gather(
        *(
            asyncio.gather(*(resolver.ask_server(str(address), zone, "SOA", tcp=tcp) for tcp in (False, True)))
            for _, address in reached
        )
    )
    return tuple(
        ServerAnswers(host, udp, tcp)
        for (host, _), (udp, tcp) in zip(reached, answers, strict=True)
        if udp is not None and tcp is not None
    )


async def answers_for_others(resolver: Resolver, domain: str) -> bool:
    """Whether the resolver answers for a name that must exist: the root's, or the domain's top-level domain's."""
    names = ("", domain.rpartition(".")[2])
    return any(answer.outcome.known for answer in await resolver.ask_all((name, "SOA") for name in names))


async def way_out(resolver: Resolver, *, tcp: bool = False) -> bool:
    """Whether name servers can be asked from here at all."""
    answer = await resolver.ask(_ROOT_SERVER, "A")
    address = next((record.address for record in answer.records if isinstance(record, A)), None)
    own = await resolver.ask_server(address, "", "SOA", tcp=tcp) if address else None
    return own is not None and own.outcome.known


def _first(host: Host) -> Address | None:
    """The address that is asked: IPv4 first, which we surely have ourselves. The resolver refuses private ones."""
    return min(host.addresses, key=lambda address: address.version, default=None)

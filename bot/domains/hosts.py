"""A host's addresses."""

import asyncio
from dataclasses import dataclass

from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from bot.domains.addresses import Address, read
from bot.domains.dns import Answer, Resolver


@dataclass(frozen=True, slots=True)
class Host:
    """One host with its addresses."""

    name: str
    addresses: tuple[Address, ...]
    answers: tuple[Answer, ...]
    """The A and the AAAA answer."""

    @property
    def faults(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if not answer.outcome.known)


async def addresses(resolver: Resolver, name: str) -> Host:
    """Both address questions at once. An IP literal in place of a name has no addresses: it is no host name."""
    if read(name) is not None:
        return Host(name, (), ())
    answers = await asyncio.gather(resolver.ask(name, "A"), resolver.ask(name, "AAAA"))
    found = (read(rdata.address) for answer in answers for rdata in answer.records if isinstance(rdata, A | AAAA))
    return Host(name, tuple(dict.fromkeys(address for address in found if address is not None)), answers)

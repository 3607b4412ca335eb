"""Whether the places that reports are sent to have agreed to it (RFC 9990, 4) and can receive mail at all."""

import asyncio
from dataclasses import dataclass

from dns.rdtypes.ANY.MX import MX

from bot.domains.net.dns import Answer, Outcome, Resolver
from bot.domains.net.hosts import addresses
from bot.domains.shared.records import texts
from bot.domains.standards.dmarc.destinations import domain_of
from bot.domains.standards.dmarc.discovery import Discovery
from bot.domains.standards.dmarc.record import is_dmarc

MOST = 10
"""Report domains that are looked at."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One domain that reports go to."""

    domain: str
    question: str
    """The name that must hold its consent; empty where it needs none."""
    agreed: bool | None
    """None: the answer failed."""
    receives: bool | None
    answers: tuple[Answer, ...]


async def destinations(discovery: Discovery, mailboxes: tuple[str, ...], resolver: Resolver) -> tuple[Destination, ...]:
    """Two round trips: the consent and the MX at once, then addresses where there is no MX."""
    domains = tuple(dict.fromkeys(domain_of(mailbox) for mailbox in mailboxes))[:MOST]
    return tuple(await asyncio.gather(*(_destination(discovery, domain, resolver) for domain in domains)))


async def _destination(discovery: Discovery, domain: str, resolver: Resolver) -> Destination:
    holder = discovery.applied.domain if discovery.applied else discovery.domain
    question = "" if _same(discovery, domain) else f"{holder}._report._dmarc.{domain}"
    if not question:
        receives, mx = await _receives(domain, resolver)
        return Destination(domain, "", agreed=True, receives=receives, answers=(mx,))
    consent, (receives, mx) = await asyncio.gather(resolver.ask(question, "TXT"), _receives(domain, resolver))
    agreed = any(is_dmarc(text) for text in texts(consent)) if consent.outcome.known else None
    return Destination(domain, question, agreed, receives, (consent, mx))


def _same(discovery: Discovery, domain: str) -> bool:
    """Whether the domain is of the same organisation: under its organisational domain, or a parent of the record's."""
    own = discovery.organisational
    return domain == own or domain.endswith(f".{own}") or ("." in domain and discovery.domain.endswith(f".{domain}"))


async def _receives(domain: str, resolver: Resolver) -> tuple[bool | None, Answer]:
    answer = await resolver.ask(domain, "MX")
    if not answer.outcome.known:
        return None, answer
    if answer.outcome is Outcome.NXDOMAIN:
        return False, answer
    if answer.records:
        return any(isinstance(mx, MX) and len(mx.exchange) > 1 for mx in answer.records), answer
    host = await addresses(resolver, domain)
    return (True if host.addresses else None if host.faults else False), answer

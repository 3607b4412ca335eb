"""Whether the places that reports are sent to have agreed to it (RFC 9990, 4) and can receive mail at all."""

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


def questions(discovery: Discovery, mailboxes: tuple[str, ...]) -> list[tuple[str, str]]:
    """What `destinations` asks first."""
    domains = _domains(mailboxes)
    consents = [(name, "TXT") for domain in domains if (name := _consent(discovery, domain))]
    return [*consents, *((domain, "MX") for domain in domains)]


async def destinations(discovery: Discovery, mailboxes: tuple[str, ...], resolver: Resolver) -> tuple[Destination, ...]:
    """Two round trips: the consent and the MX at once, then addresses where there is no MX."""
    resolver.put(questions(discovery, mailboxes))
    domains = _domains(mailboxes)
    consents = {domain: _consent(discovery, domain) for domain in domains}
    mx = await resolver.ask_all((domain, "MX") for domain in domains)
    resolver.put((each.name, kind) for each in mx if _without_mx(each) for kind in ("A", "AAAA"))
    return tuple(
        [await _destination(domain, consents[domain], each, resolver) for domain, each in zip(domains, mx, strict=True)]
    )


def _domains(mailboxes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(domain_of, mailboxes)))[:MOST]


def _consent(discovery: Discovery, domain: str) -> str:
    """The name that must hold the domain's consent; empty where it needs none."""
    holder = discovery.applied.domain if discovery.applied else discovery.domain
    return "" if _same(discovery, domain) else f"{holder}._report._dmarc.{domain}"


async def _destination(domain: str, question: str, mx: Answer, resolver: Resolver) -> Destination:
    receives = await _receives(mx, resolver)
    if not question:
        return Destination(domain, "", agreed=True, receives=receives, answers=(mx,))
    consent = await resolver.ask(question, "TXT")
    agreed = any(is_dmarc(text) for text in texts(consent)) if consent.outcome.known else None
    return Destination(domain, question, agreed, receives, (consent, mx))


def _same(discovery: Discovery, domain: str) -> bool:
    """Whether the domain is of the same organisation: under its organisational domain, or a parent of the record's."""
    own = discovery.organisational
    return domain == own or domain.endswith(f".{own}") or ("." in domain and discovery.domain.endswith(f".{domain}"))


def _without_mx(answer: Answer) -> bool:
    """Whether mail goes to the name's own address, if it has one (RFC 5321, 5.1)."""
    return answer.outcome.known and answer.outcome is not Outcome.NXDOMAIN and not answer.records


async def _receives(answer: Answer, resolver: Resolver) -> bool | None:
    if not answer.outcome.known:
        return None
    if not _without_mx(answer):
        return any(isinstance(mx, MX) and len(mx.exchange) > 1 for mx in answer.records)
    host = await addresses(resolver, answer.name)
    return True if host.addresses else None if host.faults else False

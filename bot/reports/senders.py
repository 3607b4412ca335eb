"""Who sends in a domain's name, by what a report says and what the DNS says of the addresses: the sources of one
service or host together, each group with what is to be done about it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domains.engine.senders import KnownSender
from bot.domains.knowledge.providers import by_domain, provider
from bot.domains.name import suffixes
from bot.reports.tally import passes, same_organization
from bot.reports.values import COUNTERS, Authenticated, Source

_MOSTLY = 9
"""A sender that passes so many times as often as it fails is set up: what fails was sent through it by others."""


class SenderStanding(StrEnum):
    """What a sender is, as far as that is known, which decides what to do about it."""

    PASSES = "passes"
    MOSTLY = "mostly"
    """It is set up. The few messages that fail came through it by forwarding, or from somebody else's account."""
    ALLOW = "allow"
    """The domain's own server or service, which its SPF record does not let send."""
    SIGN = "sign"
    """The domain's own service, whose mail passes for the service's domain only: the domain's own DKIM is missing."""
    MENDED = "mended"
    """The SPF record lets it send now."""
    SERVICE = "service"
    """A known service. Whether the domain's owner uses it, or somebody else does, only the owner knows."""
    FORWARDED = "forwarded"
    """Mail that came this way by forwarding or a mailing list: nothing is to be published for it."""
    STRANGER = "stranger"
    """Nothing speaks for it: somebody else, until the owner says that the server is theirs."""
    UNTOLD = "untold"
    """The report names no address for it."""
    UNLOOKED = "unlooked"
    """It was not looked up whose server it is, or could not be."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The sources of one service or one host."""

    service: str | None
    """A name in `providers.toml`."""
    host: str
    """The registered domain of its confirmed reverse names; empty where there is none."""
    sources: tuple[Source, ...]
    """Those with most messages first."""
    standing: SenderStanding
    genuine: bool
    """The domain's owner surely sends from here."""

    @property
    def messages(self) -> int:
        return sum(source.messages for source in self.sources)

    @property
    def passed(self) -> int:
        return sum(source.passed for source in self.sources)

    @property
    def failed(self) -> int:
        return self.messages - self.passed

    @property
    def spf(self) -> int:
        return sum(source.spf for source in self.sources)

    @property
    def dkim(self) -> int:
        return sum(source.dkim for source in self.sources)

    @property
    def refused(self) -> int:
        return sum(source.quarantined + source.rejected for source in self.sources)

    @property
    def documentation(self) -> str:
        """The service's own page about its records; empty where there is no service."""
        known = provider(self.service)
        return known.documentation if known else ""

    @property
    def address(self) -> str:
        """That from which most of what failed came."""
        return max(self.sources, key=lambda source: source.failed).address


def senders(domain: str, sources: Sequence[Source], known: Iterable[KnownSender] = ()) -> tuple[Sender, ...]:
    """The senders, those with most messages first. `known`: what the DNS says of some of the addresses; without it only
    what the report itself names is known of them."""
    by_address = {host.address: host for host in known}
    groups: dict[tuple[str, bool], list[Source]] = {}
    facts: dict[tuple[str, bool], list[KnownSender]] = {}
    for source in sources:
        fact = _with_service(source, by_address.get(source.address, KnownSender(source.address, looked=False)))
        # Neighbours under an internet provider's name have nothing to do with each other.
        key = (
            fact.service or _organization(fact.host) or source.address,
            bool(fact.own or fact.service or source.passed),
        )
        groups.setdefault(key, []).append(source)
        facts.setdefault(key, []).append(fact)
    made = [_sender(domain, tuple(group), facts[key]) for key, group in groups.items()]
    return tuple(sorted(made, key=lambda sender: -sender.messages))


_ADVISED = (
    SenderStanding.ALLOW,
    SenderStanding.SIGN,
    SenderStanding.SERVICE,
    SenderStanding.STRANGER,
    SenderStanding.UNLOOKED,
    SenderStanding.UNTOLD,
    SenderStanding.MENDED,
    SenderStanding.MOSTLY,
    SenderStanding.FORWARDED,
)
"""The most urgent first."""


def advised(senders: Iterable[Sender]) -> tuple[SenderStanding, ...]:
    """The kinds of advice that the failing senders need, the most urgent first."""
    there = {sender.standing for sender in senders}
    return tuple(standing for standing in _ADVISED if standing in there)


def summed(sources: Iterable[Source]) -> Source:
    """Sources as one without an address."""
    every = tuple(sources)
    return Source("", *(sum(getattr(source, name) for source in every) for name in COUNTERS))


def to_allow(senders: Iterable[Sender], known: Mapping[str, KnownSender]) -> list[tuple[str, str | None]]:
    """Addresses, each with its service, that the domain's SPF record should let send."""
    wanted = [sender for sender in senders if sender.standing is SenderStanding.ALLOW]
    return [(address, sender.service) for sender in wanted for address in _to_allow(sender, known)]


def _to_allow(sender: Sender, known: Mapping[str, KnownSender]) -> list[str]:
    """Of a service one address is enough: its own term is added. Of the owner's servers each, and nobody else's."""
    failing = [known[source.address] for source in sender.sources if source.failed and source.address in known]
    wanted = [fact.address for fact in failing if not fact.allowed and (sender.service or fact.own)]
    return wanted[:1] if sender.service else wanted


def _with_service(source: Source, fact: KnownSender) -> KnownSender:
    """Where the addresses tell no service, what passed for a service's own domain does."""
    if fact.service is None and not fact.own:
        domains = [result.domain for result in (*source.signatures, *source.envelopes) if passes(result.result)]
        service = next((known for domain in domains if (known := by_domain(domain)) is not None), None)
        if service is not None:
            return replace(fact, service=service.name)
    return fact


def _organization(host: str) -> str:
    return (suffixes().privatesuffix(host) or host) if host else ""


def _sender(domain: str, sources: tuple[Source, ...], facts: Sequence[KnownSender]) -> Sender:
    fact = facts[0]
    own = any(host.own for host in facts)
    made = Sender(fact.service, "" if fact.service else _organization(fact.host), sources, SenderStanding.PASSES, own)
    # Aligned SPF proves that the domain's record lets the service send; aligned DKIM survives forwarding by anybody.
    made = replace(made, genuine=own or (made.service is not None and made.spf > 0))
    return replace(made, standing=_standing(domain, made, facts))


def _standing(domain: str, sender: Sender, facts: Sequence[KnownSender]) -> SenderStanding:
    if not sender.failed:
        return SenderStanding.PASSES
    if not sender.address:
        return SenderStanding.UNTOLD
    failing = [(source, fact) for source, fact in zip(sender.sources, facts, strict=True) if source.failed]
    if all(source.forwarded >= source.failed for source, _ in failing):
        return SenderStanding.FORWARDED
    if sender.passed >= _MOSTLY * sender.failed:
        return SenderStanding.MOSTLY
    as_domain = [pair for pair in failing if _claims(domain, pair[0].envelopes)]
    if as_domain and all(fact.allowed is True for _, fact in as_domain):
        return SenderStanding.MENDED
    known_service = provider(sender.service)
    if sender.genuine:
        # The addresses of a service are let send by its own term alone, and not every service has one.
        return (
            SenderStanding.ALLOW if as_domain and (known_service is None or known_service.spf) else SenderStanding.SIGN
        )
    if known_service is not None:
        return SenderStanding.SERVICE
    signed = [source for source, _ in failing if _claims(domain, source.signatures)]
    if len(signed) == len(failing):
        return SenderStanding.FORWARDED
    return SenderStanding.STRANGER if all(fact.looked for _, fact in failing) else SenderStanding.UNLOOKED


def _claims(domain: str, results: Iterable[Authenticated]) -> bool:
    """Whether some of the messages named the domain itself there, and did not pass."""
    return any(same_organization(result.domain, domain) and not passes(result.result) for result in results)

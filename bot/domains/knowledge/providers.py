"""Mail services as data (`providers.toml`): whose host this is, and what its customers should publish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from bot.domains.knowledge import DataError, table
from bot.domains.name import suffixes

_REMEMBERED = 4096
"""Hosts and terms whose provider is kept: most domains name the same few, the others come from outside, endlessly."""
SELF_HOSTED = "self-hosted"
"""Instead of a provider's name: the domain's mail goes to a host under its own name."""


class ServiceKind(StrEnum):
    MAILBOX = "mailbox"
    GATEWAY = "gateway"
    """Filters mail on its way to another service, which the DNS does not name."""
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class MxSet:
    """The MX records that a provider documents for one of its offers."""

    hosts: tuple[tuple[int, str], ...]
    """Preference and host, in order; a host may hold `{dashed}`."""
    optional: frozenset[str]
    spf: str

    @property
    def personal(self) -> bool:
        """Whether a host is named after the domain, in a way that the provider's own pages alone tell for sure."""
        return any("{" in host for _, host in self.hosts)

    def records(self, domain: str) -> tuple[tuple[int, str], ...]:
        """For this domain: `{dashed}` is `imone-lt` for `imone.lt`."""
        return tuple((preference, host.format(dashed=domain.replace(".", "-"))) for preference, host in self.hosts)


@dataclass(frozen=True, slots=True, eq=False)
class Provider:
    """One entry of `providers.toml`, whose head says what each field means. Each is there once, so it equals itself
    alone."""

    name: str
    title: str
    kind: ServiceKind
    documentation: str
    mx: tuple[str, ...]
    legacy_mx: tuple[str, ...]
    spf: str
    """Empty where the provider documents none that is the same for all its customers."""
    spf_also: tuple[str, ...]
    all: str
    selectors: tuple[str, ...]
    autodiscover: str
    dane: bool
    hybrid: bool
    resells: tuple[str, ...]
    verification_mx: tuple[str, ...]
    sets: tuple[MxSet, ...]

    def serves(self, host: str) -> bool:
        return _matches(host, self.mx) or _matches(host, self.legacy_mx)

    def is_legacy(self, host: str) -> bool:
        """Whether the host's name is one that is no longer given out: named as such, or by a narrower pattern."""
        return _matches(host, self.legacy_mx)

    @property
    def spf_terms(self) -> tuple[str, ...]:
        """Every term by which this provider is allowed to send."""
        own = (self.spf, *(mx_set.spf for mx_set in self.sets), *self.spf_also)
        return tuple(dict.fromkeys(term for term in own if term))


def identify(mx_hosts: Iterable[str], domain: str) -> str | None:
    """The name of the service that the most wanted known host belongs to; `SELF_HOSTED`; None where it is unknown.

    `mx_hosts`: ASCII, most wanted first, as `bot.domains.shared.mail_hosts.mail_hosts` gives them.
    """
    own = False
    for host in mx_hosts:
        meant = without_zone(host, domain) or host
        if service := by_host(meant):
            return service.name
        own = own or kin(meant, domain)
    return SELF_HOSTED if own else None


def without_zone(host: str, domain: str) -> str | None:
    """The host that was meant where the name of the zone was appended to it, as happens without the final dot:
    `smtp.google.com` for `smtp.google.com.imone.lt`, `mail.imone.lt` for `mail.imone.lt.imone.lt`. None for others.
    """
    labels = domain.split(".")
    for place in range(len(labels) - 1):
        zone = ".".join(labels[place:])
        if host.endswith(f".{zone}"):
            meant = host.removesuffix(f".{zone}")
            return meant if by_host(meant) or meant == zone or meant.endswith(f".{zone}") else None
    return None


@lru_cache(_REMEMBERED)
def verifies(host: str) -> bool:
    """Whether an MX host only proves to a service whose domain it is; it has no address by design."""
    return any(_matches(host, provider.verification_mx) for provider in providers())


@lru_cache(_REMEMBERED)
def by_host(host: str) -> Provider | None:
    """The provider that an MX host belongs to."""
    name = host.rstrip(".").lower()
    return next((provider for provider in providers() if provider.serves(name)), None)


@lru_cache(_REMEMBERED)
def by_spf_term(term: str) -> Provider | None:
    """The provider that an SPF term such as `include:_spf.google.com` allows; a qualifier before it is ignored."""
    wanted = term.lstrip("+-~?").rstrip(".").lower()
    return next((provider for provider in providers() if wanted in provider.spf_terms), None)


@lru_cache(_REMEMBERED)
def personal(host: str) -> bool:
    """Whether a provider names such a host after each customer, so that only the provider's own pages tell it."""
    patterns = [
        own.replace("{dashed}", "*") for provider in providers() for each in provider.sets for _, own in each.hosts
    ]
    return any("*" in pattern and _fits(host, pattern) for pattern in patterns)


def knows(name: str) -> bool:
    """Whether a name lies in the domains of some provider's mail hosts or SPF records: `_netblocks.google.com`."""
    labels = name.split(".")
    return any(".".join(labels[place:]) in _domains() for place in range(len(labels) - 1))


@cache
def _domains() -> frozenset[str]:
    return frozenset(domain for provider in providers() for domain in _domains_of(provider))


def _domains_of(provider: Provider) -> frozenset[str]:
    hosts = [
        *provider.mx,
        *provider.legacy_mx,
        *(term.replace("=", ":").partition(":")[2] for term in provider.spf_terms),
    ]
    registrable = {suffixes().privatesuffix(host.rpartition("*")[2].strip(".")) for host in hosts}
    return frozenset(domain for domain in registrable if domain)


@lru_cache(_REMEMBERED)
def by_domain(name: str) -> Provider | None:
    """The provider under whose domain a name lies, as its mail hosts and SPF records tell it; None where several share
    the domain, or none has it."""
    labels = name.rstrip(".").lower().split(".")
    domains = [".".join(labels[place:]) for place in range(len(labels) - 1)]
    return next((provider for domain in domains if (provider := _by_domain().get(domain)) is not None), None)


@cache
def _by_domain() -> dict[str, Provider]:
    """Each registered domain of a provider's SPF records, else of its mail hosts. Where several have it, the one that
    only sends: `amazonses.com` is SES before it is WorkMail."""
    owners: dict[str, Provider] = {}
    for provider in sorted(providers(), key=lambda each: each.kind is not ServiceKind.SENDER):
        for domain in _domains_of(provider):
            owners.setdefault(domain, provider)
    return owners


def provider(name: str | None) -> Provider | None:
    return _by_name().get(name) if name else None


@cache
def _by_name() -> dict[str, Provider]:
    return {provider.name: provider for provider in providers()}


@cache
def providers() -> tuple[Provider, ...]:
    """All entries, in the file's order. Raises `DataError` naming the entry that is wrong."""
    providers = tuple(_provider(entry) for entry in table("providers").get("providers", []))
    names = [provider.name for provider in providers]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DataError(f"providers.toml: {', '.join(sorted(twice))} is there twice")
    return providers


_TEXTS = ("name", "title", "kind", "documentation", "spf", "all", "autodiscover")
_LISTS = ("mx", "legacy_mx", "spf_also", "selectors", "resells", "verification_mx")
_NEEDED = ("name", "title", "kind", "documentation")


def _provider(entry: Mapping[str, Any]) -> Provider:
    name = entry.get("name", entry)
    if unknown := set(entry) - {*_TEXTS, *_LISTS, "dane", "hybrid", "sets"}:
        raise DataError(f"providers.toml: {name}: unknown keys {', '.join(sorted(unknown))}")
    texts = {key: entry.get(key, "") for key in _TEXTS}
    lists = {key: entry.get(key, []) for key in _LISTS}
    if any(not isinstance(value, str) for value in texts.values()) or any(not texts[key] for key in _NEEDED):
        raise DataError(f"providers.toml: {name}: needs {', '.join(_NEEDED)} as texts")
    if any(not isinstance(value, list) or not all(isinstance(item, str) for item in value) for value in lists.values()):
        raise DataError(f"providers.toml: {name}: {', '.join(_LISTS)} are lists of texts")
    if texts["kind"] not in list(ServiceKind):
        raise DataError(f"providers.toml: {name}: no such kind: {texts['kind']}")
    if texts["all"] not in ("", "-all", "~all", "?all"):
        raise DataError(f"providers.toml: {name}: all is -all, ~all or ?all")
    return Provider(
        name=texts["name"],
        title=texts["title"],
        kind=ServiceKind(texts["kind"]),
        documentation=texts["documentation"],
        mx=tuple(lists["mx"]),
        legacy_mx=tuple(lists["legacy_mx"]),
        spf=texts["spf"],
        spf_also=tuple(lists["spf_also"]),
        all=texts["all"],
        selectors=tuple(lists["selectors"]),
        autodiscover=texts["autodiscover"],
        dane=bool(entry.get("dane", False)),
        hybrid=bool(entry.get("hybrid", False)),
        resells=tuple(lists["resells"]),
        verification_mx=tuple(lists["verification_mx"]),
        sets=tuple(_mx_set(texts["name"], mx_set, texts["spf"]) for mx_set in entry.get("sets", [])),
    )


def _mx_set(name: str, entry: Mapping[str, Any], spf: str) -> MxSet:
    try:
        hosts = tuple((int(preference), str(host)) for preference, host in entry["hosts"])
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"providers.toml: {name}: a set's hosts are [preference, host] pairs") from error
    optional = frozenset(entry.get("optional", ()))
    if not optional <= {host for _, host in hosts}:
        raise DataError(f"providers.toml: {name}: optional hosts must be in the set")
    return MxSet(hosts, optional, entry.get("spf", spf))


def _matches(host: str, patterns: Iterable[str]) -> bool:
    return any(_fits(host, pattern) for pattern in patterns)


def _fits(host: str, pattern: str) -> bool:
    """A pattern has one star at most. No regular expressions: compiling a hundred takes longer than the look-up."""
    head, star, tail = pattern.partition("*")
    if not star:
        return host == pattern
    return len(host) > len(head) + len(tail) and host.startswith(head) and host.endswith(tail)


def kin(host: str, domain: str) -> bool:
    """Whether host and domain lie under one name: `mx1.imone.lt` for `imone.lt` and for `naujienos.imone.lt`."""
    above = host.partition(".")[2]
    return f".{host}".endswith(f".{domain}") or (above.count(".") > 0 and f".{domain}".endswith(f".{above}"))

"""Which selectors to try on a domain: given ones, those of its mail services, common ones (`dkim_selectors.toml`)."""

from collections.abc import Iterable
from functools import cache

from bot.domains.knowledge import DataError, table
from bot.domains.knowledge.providers import Provider, ServiceKind, by_host, by_spf_term, provider, providers


def given(selectors: Iterable[str], domain: str) -> tuple[str, ...]:
    """The names that were asked for. A bare selector stands under the domain; `s._domainkey.other.lt` stands as it is.

    One of a domain that has nothing to do with this one is left out: its key says nothing of this domain.
    """
    names = []
    for selector in selectors:
        text = selector.strip().rstrip(".").lower()
        if not text:
            continue
        name = text if "._domainkey." in text else f"{text}._domainkey.{domain}"
        owner = name.partition("._domainkey.")[2]
        if owner == domain or domain.endswith(f".{owner}") or owner.endswith(f".{domain}"):
            names.append(name)
    return tuple(dict.fromkeys(names))


def of_services(mx_hosts: Iterable[str], spf: str | None) -> tuple[str, ...]:
    """Bare selectors of the services that the MX hosts and the SPF record's own terms name."""
    providers = [by_host(host) for host in mx_hosts] + [by_spf_term(term) for term in (spf or "").split()[1:]]
    return tuple(
        dict.fromkeys(selector for provider in providers if provider is not None for selector in provider.selectors)
    )


def _texts(key: str) -> tuple[str, ...]:
    texts = table("dkim_selectors").get(key)
    if not isinstance(texts, list) or not all(isinstance(name, str) and name for name in texts):
        raise DataError(f"dkim_selectors.toml: {key} is a list of texts")
    return tuple(texts)


def _of_everywhere() -> tuple[Provider, ...]:
    """The services that neither MX nor SPF of their customers need to name."""
    named = [(name, provider(name)) for name in _texts("services")]
    if unknown := [name for name, service in named if service is None or not service.selectors]:
        raise DataError(f"dkim_selectors.toml: no such service with selectors: {', '.join(unknown)}")
    return tuple(service for _, service in named if service is not None)


# Read when the module is loaded, so that no answer waits for it.
COMMON = tuple(
    dict.fromkeys([*_texts("common"), *(selector for service in _of_everywhere() for selector in service.selectors)])
)
"""Bare selectors that are tried on every domain under which no key was found by a better guess."""
WITNESSES = _texts("witnesses")
"""Of these, those that are tried first, even where the name server says that nothing stands below `_domainkey`."""
OF_EVERYWHERE = tuple(service.selectors[0] for service in _of_everywhere())
"""One selector of each service that may be at work on any domain."""
OF_SENDERS = frozenset(
    selector for service in providers() if service.kind is ServiceKind.SENDER for selector in service.selectors
) - frozenset(_texts("common"))
"""Selectors that a service gives to all its customers and that few others use."""


def beside(selectors: Iterable[str]) -> tuple[str, ...]:
    """The other selectors of every service that uses one of these: `selector2` beside `selector1`."""
    known = _by_selector()
    return tuple(dict.fromkeys(other for selector in selectors for other in known.get(selector, ())))


@cache
def _by_selector() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for service in providers():
        for selector in service.selectors:
            known[selector] = (*known.get(selector, ()), *service.selectors)
    return known

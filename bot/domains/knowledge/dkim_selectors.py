"""Which selectors to try on a domain: given ones, those of its mail services, common ones (`selectors.toml`)."""

from collections.abc import Iterable

from bot.domains.knowledge import DataError, table
from bot.domains.knowledge.providers import by_host, by_spf_term


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
    found = [by_host(host) for host in mx_hosts] + [by_spf_term(term) for term in (spf or "").split()[1:]]
    return tuple(dict.fromkeys(selector for one in found if one is not None for selector in one.selectors))


def _common() -> tuple[str, ...]:
    found = table("selectors").get("common")
    if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
        raise DataError("selectors.toml: common is a list of selectors")
    return tuple(found)


COMMON = _common()
"""Bare selectors that are tried on every domain; read when the module is loaded, so that no answer waits for it."""

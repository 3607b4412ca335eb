"""Which addresses a domain's own SPF record plainly names as senders, without following it anywhere."""

import ipaddress
from functools import lru_cache

from bot.domains.addresses import Address


def sends(spf: str | None, address: Address, *, receives: bool) -> bool:
    """Whether `spf` (lower case) passes this address by an `ip4`, `ip6` or, for one that `receives`, `mx` term.

    A quick reading for judging how much a server's trouble matters, not RFC 7208's evaluation: an address that only an
    `include` names is not seen.
    """
    return any(_passes(term.removeprefix("+"), address, receives=receives) for term in (spf or "").split()[1:])


@lru_cache(256)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text, strict=False)


def _passes(term: str, address: Address, *, receives: bool) -> bool:
    if term == "mx":
        return receives
    name, _, value = term.partition(":")
    if name != f"ip{address.version}":
        return False
    try:
        return address in _network(value)
    except ValueError:
        return False

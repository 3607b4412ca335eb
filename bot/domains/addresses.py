"""IP addresses as the checks need them: whether the world can reach one, and its name in the reverse tree."""

import ipaddress
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_REMEMBERED = 4096
"""Addresses whose reading is kept: every check of a domain reads the same ones."""
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("2002::/16"))
"""IPv6 that carries an IPv4 address (RFC 6052, RFC 3056): a public-looking way to a private host."""


@lru_cache(_REMEMBERED)
def read(text: str) -> Address | None:
    """The address that `text` spells, an IPv4-mapped one unwrapped; None for anything else, zone ids included."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return None
        return address.ipv4_mapped or address
    return address


@lru_cache(_REMEMBERED)
def public(address: Address) -> bool:
    """Whether the address is globally reachable unicast (IANA's special-purpose registries, RFC 6890)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return public(address.ipv4_mapped)
        if address.is_site_local or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@lru_cache(_REMEMBERED)
def reverse_name(address: Address) -> str:
    """Its name in the reverse tree: `7.113.0.203.in-addr.arpa`. The library takes 27 µs for one of IPv6."""
    return address.reverse_pointer


@lru_cache(_REMEMBERED)
def reverse_labels(address: Address) -> str:
    """Octets or nibbles backwards, without a suffix: `7.113.0.203`. What blocklists are asked with (RFC 5782, 2.1)."""
    return reverse_name(address).removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")

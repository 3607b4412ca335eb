"""Domains and addresses in header fields: which belong together, and which are a network's own."""

import ipaddress
import re
from functools import lru_cache

import idna

from bot.domains.addresses import read as read_address
from bot.domains.name import suffixes

_ANGLE = re.compile(r"<\s{0,3}([^<>\s@]{1,256}@[^<>\s@]{1,255})\s{0,3}>")
_BARE = re.compile(r"[^\s<>\"(),;:@]{1,256}@[^\s<>\"(),;:@]{1,255}")
_QUOTED = re.compile(r"\"[^\"]{0,500}\"")
_INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8",
        "::1/128", "fc00::/7", "fe80::/10", "fec0::/10",
    )
)  # fmt: skip
"""Networks in which nobody can reach another's server (RFC 1918, 6598, 4193). Ranges for examples are not among them:
in a header they stand for addresses that were changed before it was shown."""
_6TO4 = ipaddress.IPv6Network("2002::/16")


def address_in(text: str) -> str | None:
    """The address of a From, Return-Path or `for`; None for `<>` and for what has none. It is the last one in angle
    brackets: a name may hold another, quoted or encoded, to be taken for it."""
    plain = _QUOTED.sub(" ", text[:2000])
    if in_angles := _ANGLE.findall(plain):
        return str(in_angles[-1]).rstrip(".")
    bare = _BARE.search(plain)
    return bare[0].rstrip(".") if bare else None


def display_name(text: str) -> str:
    """The name beside the address of a From field."""
    return text[:1000].rpartition("<")[0].strip().strip("\"'").strip()


def domain_of(address: str | None) -> str | None:
    """The domain behind the last `@`, in lower case as A-labels; a text without `@` is taken for a domain."""
    bare = (address or "").rpartition("@")[2].strip("<>[]()\"' ;,").rstrip(".").lower()
    if not bare or "." not in bare or len(bare) > 253:
        return None
    if bare.isascii():
        return bare
    try:
        return idna.encode(bare, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        return bare


@lru_cache(maxsize=1024)
def organization(domain: str) -> str:
    """The organizational domain by the Public Suffix List: without DNS the tree of RFC 9989 cannot be walked."""
    name = domain.lower().rstrip(".")
    return suffixes().privatesuffix(name) or name


def aligned(domain: str | None, from_domain: str | None) -> bool | None:
    """Relaxed alignment; None where one of the two is not known."""
    if not domain or not from_domain:
        return None
    return organization(domain) == organization(from_domain)


def is_inside(text: str | None) -> bool:
    """Whether an address is of a network of its own: loopback, private, or Google's 6to4 form of a private one."""
    address = read_address(text or "")
    if address is None:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address in _6TO4:
        return is_inside(str(address.sixtofour))
    return any(address.version == network.version and address in network for network in _INSIDE)

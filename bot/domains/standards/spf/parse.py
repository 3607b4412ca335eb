"""Reading an SPF record (RFC 7208, 4.5 and 4.6): every syntax error is found before anything is evaluated."""

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

from bot.domains.addresses import Network
from bot.domains.standards.spf.macro import check_domain_spec, check_macros
from bot.domains.standards.spf.values import QUALIFIERS, Mechanism, SpfRecord, SpfSyntaxError

_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9._-]*)=(.*)", re.DOTALL)
_MECHANISM = re.compile(r"([A-Za-z][A-Za-z0-9]*)(.*)", re.DOTALL)
_DUAL_CIDR = re.compile(r"(.*?)(?:/(\d+))?(?://(\d+))?", re.DOTALL)
_NUMBER = re.compile(r"0|[1-9]\d{0,2}")
_IP4 = re.compile(r"(?:(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}")
_VERSION = b"v=spf1"
_SHOWN_VERSION = _VERSION.decode()


def select(records: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those of a name's TXT records, each with its strings joined, that are SPF records (4.5)."""
    return tuple([raw for raw in records if raw[:6].lower() == _VERSION and raw[6:7] in (b"", b" ")])


def is_spf(text: str) -> bool:
    """The same of one record, shown as text."""
    return text[:6].lower() == _SHOWN_VERSION and text[6:7] in ("", " ")


@lru_cache(256)
def parse(text: str) -> SpfRecord:
    """A record that begins with `v=spf1`, in ASCII. Raises `SpfSyntaxError`.

    The last ones are kept: a check reads each several times, and many domains include the same.
    """
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text[len(_VERSION) :].split(" "):
        if not term:
            continue
        match = _MODIFIER.fullmatch(term)
        if not match:
            mechanisms.append(_mechanism(term))
            continue
        name, value = match[1].lower(), match[2]
        _check_modifier(term, name, value)
        if name in ("redirect", "exp"):
            if name in modifiers:
                raise SpfSyntaxError(term)
            modifiers[name] = value
    return SpfRecord(text, tuple(mechanisms), modifiers.get("redirect"), modifiers.get("exp"))


def _check_modifier(term: str, name: str, value: str) -> None:
    try:
        if name in ("redirect", "exp"):
            check_domain_spec(value)
        else:
            check_macros(value, explanation=False)
    except SpfSyntaxError as error:
        raise SpfSyntaxError(term) from error


def _mechanism(term: str) -> Mechanism:
    qualifier, body = (term[0], term[1:]) if term[0] in QUALIFIERS else ("+", term)
    match = _MECHANISM.fullmatch(body)
    if not match:
        raise SpfSyntaxError(term)
    name, rest = match[1].lower(), match[2]
    try:
        match name:
            case "all" if not rest:
                return Mechanism(term, qualifier, name)
            case "include" | "exists" if rest.startswith(":"):
                check_domain_spec(rest[1:])
                return Mechanism(term, qualifier, name, rest[1:])
            case "ptr" if not rest or rest.startswith(":"):
                if rest:
                    check_domain_spec(rest[1:])
                return Mechanism(term, qualifier, name, rest[1:])
            case "a" | "mx":
                return _with_prefixes(term, qualifier, name, rest)
            case "ip4" | "ip6" if rest.startswith(":"):
                return Mechanism(term, qualifier, name, network=_network(name, rest[1:]))
    except (SpfSyntaxError, ValueError) as error:
        raise SpfSyntaxError(term) from error
    raise SpfSyntaxError(term)


def _with_prefixes(term: str, qualifier: str, name: str, rest: str) -> Mechanism:
    match = _DUAL_CIDR.fullmatch(rest)
    domain, prefix4, prefix6 = match.groups() if match else (rest, None, None)
    if domain:
        if not domain.startswith(":"):
            raise SpfSyntaxError(term)
        check_domain_spec(domain[1:])
    return Mechanism(term, qualifier, name, domain[1:], prefix4=_prefix(prefix4, 32), prefix6=_prefix(prefix6, 128))


def _network(name: str, text: str) -> Network:
    """`192.0.2.0/24` or `2001:db8::/32`; host bits are let be. Raises `ValueError`."""
    address, slash, length = text.partition("/")
    if name == "ip4":
        if not _IP4.fullmatch(address):
            raise ValueError(text)
        prefix = _prefix(length if slash else None, 32)
        return ipaddress.IPv4Network((address, prefix), strict=False)
    if "%" in address:
        raise ValueError(text)
    prefix = _prefix(length if slash else None, 128)
    return ipaddress.IPv6Network((address, prefix), strict=False)


def _prefix(text: str | None, most: int) -> int:
    if text is None:
        return most
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise ValueError(text)
    return int(text)

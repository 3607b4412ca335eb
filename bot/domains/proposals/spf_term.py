"""One damaged term of an SPF record put right, where there is one way to read it."""

import difflib
import ipaddress
import re

from bot.domains.standards.spf.parse import parse
from bot.domains.standards.spf.values import QUALIFIERS, SpfSyntaxError

TERM_STARTS = re.compile(
    r"(?=[-+?~]?(?:all\.?\Z|all(?=[-+?~])|include[:=]|ip[46][:=]|ipv[46][:=]|exists[:=]|redirect[=:]|exp=|mx\b|ptr\b"
    r"|(?<=[\d/])mx|(?<=[\d/])a:|a\Z|a[-+?~:]|v=spf1))",
    re.IGNORECASE,
)
"""Places in a token where another term may begin."""
_NAMES = {
    "include": "include",
    "includes": "include",
    "ip": "ip4",
    "ipv4": "ip4",
    "ipv6": "ip6",
    "ip4": "ip4",
    "ip6": "ip6",
    "a": "a",
    "mx": "mx",
    "ptr": "ptr",
    "exists": "exists",
    "exist": "exists",
    "redirect": "redirect",
}
"""How a term's name is written, and what was meant."""
_CLOSE = 0.75
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s*[:=]+(.+)", re.DOTALL)
_ALL = re.compile(r"([-~?+]*)(?:all|al|alll|aall|a11|ali)[.:;)\]}>_-]*", re.IGNORECASE)
_ADDRESS = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})(?:[/\\](\d{1,2}|\d{1,3}(?:\.\d{1,3}){3}))?")
_RANGE = re.compile(r"(\d{1,3}\.\d{1,3}\.\d{1,3})\.(?:\*|x|0-255)", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])\.?")
_ODD = re.compile(r"[^A-Za-z0-9._/%{}+=~-]|[-~?+]all\.?\Z|\w(?:include|redirect|exists|ip[46])\Z", re.IGNORECASE)
_NO_PREFIX = re.compile(r"(?:/\d{1,3}){1,2}\Z")
_EDGES = "()[]{}<>\"'*!#&,;"


def parses(term: str) -> bool:
    """Whether our strict parser takes the text for one term (RFC 7208, 4.6.1)."""
    if not term or not term.isascii() or " " in term:
        return False
    try:
        parse(f"v=spf1 {term}")
    except SpfSyntaxError:
        return False
    return True


def plausible(term: str) -> bool:
    """Whether a term that is valid is also likely: `include=x` is an unknown modifier to a receiver, and the name in
    `include:a.example-all` holds the record's end."""
    name, sign, value = _split(term)
    if not sign:
        return True
    if name in ("ip4", "ip6"):
        return sign == ":"
    if name in _NAMES and sign != ("=" if name == "redirect" else ":"):
        return False
    return name not in _NAMES or (_ODD.search(_without_macros(value)) is None and not _close_to_all(value))


def mended(token: str, last: str) -> str | None:
    """The valid term that was meant by a token that is none; None where it is not known.

    `last`: the term before it. A bare name after `include:` was meant as another one where nothing else is possible.
    """
    bare = token.strip(_EDGES)
    if (ending := _ALL.fullmatch(bare)) is not None:
        sign = ending[1][-1:] or ""
        return f"{sign}all"
    qualifier = bare[0] if bare[:1] in QUALIFIERS else ""
    body = bare.lstrip("".join(QUALIFIERS)).strip(_EDGES).rstrip(":=")
    if (address := _address(body)) is not None:
        return f"{qualifier}{address}"
    if body.lower() in ("a", "mx", "ptr"):
        return f"{qualifier}{body}"
    match = _NAMED.fullmatch(body)
    if match is None:
        return _nameless(qualifier, body)
    name = _name(match[1].lower())
    value = match[2].strip(_EDGES)
    while name is not None and (again := _NAMED.fullmatch(value)) is not None and _name(again[1].lower()) == name:
        value = again[2]
    value = re.sub(r"\Ahttps?:/*", "", value, flags=re.IGNORECASE).strip(_EDGES).lstrip(":.@").rstrip("/:.")
    if name is None:
        return None
    if (address := _address(value)) is not None and name != "ptr":
        return f"{qualifier}{address}"
    if name in ("include", "exists", "redirect"):
        value = _NO_PREFIX.sub("", value)  # only addresses and hosts have one (RFC 7208, 5.2, 5.7, 6.1)
    if name in ("ip4", "ip6"):
        name = "a" if _NAME.fullmatch(value) else name
    better = f"redirect={value}" if name == "redirect" else f"{qualifier}{name}:{value}"
    return better if parses(better) and plausible(better) else None


def _nameless(qualifier: str, body: str) -> str | None:
    """A bare name that holds an SPF record by its own words: `_spf.google.com`."""
    if not _NAME.fullmatch(body):
        return None
    labels = body.lower().split(".")
    return f"{qualifier}include:{body}" if any(re.fullmatch(r"_?spf\d*", label) for label in labels[:-1]) else None


def _name(written: str) -> str | None:
    if written in _NAMES:
        return _NAMES[written]
    if len(written) < 4:
        return None
    near = difflib.get_close_matches(written, ["include", "exists", "redirect"], 1, _CLOSE)
    return near[0] if near and near[0][0] == written[0] else None


def _address(text: str) -> str | None:
    """`ip4:` or `ip6:` with the address or network that the text is."""
    bare = text.strip(_EDGES).rstrip("./:")
    if (network := _RANGE.fullmatch(bare)) is not None:
        bare = f"{network[1]}.0/24"
    if (match := _ADDRESS.match(bare)) is not None:
        rest = bare[match.end() :]
        if rest and not re.fullmatch(r":\d{1,5}", rest):
            return None
        octets = ".".join(str(int(part)) for part in match[1].split("."))
        bare = octets + (f"/{match[2]}" if match[2] else "")
    elif ":" not in bare:
        return None
    else:
        head, slash, prefix = bare.partition("/")
        bare = head.strip("[]") + slash + prefix
    try:
        network_meant = ipaddress.ip_network(bare, strict=False)
    except ValueError:
        return None
    address, slash, _ = bare.partition("/")
    prefix = f"/{network_meant.prefixlen}" if slash else ""
    return f"ip{network_meant.version}:{address}{prefix}"


def _split(term: str) -> tuple[str, str, str]:
    match = re.match(r"[-+?~]?([A-Za-z][A-Za-z0-9._-]*)([:=])(.*)", term, re.DOTALL)
    return (match[1].lower(), match[2], match[3]) if match else ("", "", "")


def _without_macros(text: str) -> str:
    return re.sub(r"%\{[^{}]*\}|%[%_-]", "", text)


def _close_to_all(value: str) -> bool:
    return re.search(r"[-~?+]all\.?\Z", value, re.IGNORECASE) is not None

"""Macros (RFC 7208, 7): what may stand in a domain-spec, and what it becomes for one message."""

import re
import time
from dataclasses import dataclass

from bot.domains.addresses import Address
from bot.domains.standards.spf.values import SpfSyntaxError

_EXPAND = re.compile(r"%(?:\{([slodiphcrtvSLODIPHCRTV])(\d*)([rR]?)([.\-+,/_=]*)\}|([%_\-]))")
_LITERAL = re.compile(r"[\x21-\x24\x26-\x7e]+")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_ONLY_IN_EXPLANATIONS = frozenset("crt")
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_ESCAPES = {"%": "%", "_": " ", "-": "%20"}
LONGEST = 253


@dataclass(frozen=True, slots=True)
class MacroContext:
    """What macros speak of: one message at one server."""

    ip: Address
    sender: str
    """With a local part: `postmaster@imone.lt` for an empty one."""
    helo: str
    receiver: str = "unknown"

    @property
    def local(self) -> str:
        return self.sender.rpartition("@")[0]

    @property
    def sender_domain(self) -> str:
        return self.sender.rpartition("@")[2]


def check_macros(text: str, *, explanation: bool = False) -> None:
    """Raises `SpfSyntaxError` unless `text` is a macro-string; in an explanation spaces and `c`, `r`, `t` are right."""
    place = 0
    while place < len(text):
        match = _EXPAND.match(text, place)
        if match:
            letter, digits = match[1], match[2]
            if letter and not explanation and letter.lower() in _ONLY_IN_EXPLANATIONS:
                raise SpfSyntaxError(text)
            if digits and int(digits) == 0:
                raise SpfSyntaxError(text)
        elif explanation and text[place] == " ":
            place += 1
            continue
        else:
            match = _LITERAL.match(text, place)
        if not match:
            raise SpfSyntaxError(text)
        place = match.end()


def check_domain_spec(text: str) -> None:
    """Raises `SpfSyntaxError` unless `text` is a domain-spec: it ends in a macro, or in a dot and a top label."""
    check_macros(text)
    if not (_ends_in_top_label(text) or _ends_in_macro(text)):
        raise SpfSyntaxError(text)


def _ends_in_top_label(text: str) -> bool:
    """7.1: a dot, then letters, digits and inner hyphens, not digits alone; perhaps another dot."""
    _, dot, last = text.removesuffix(".").rpartition(".")
    return bool(dot and _LABEL.fullmatch(last)) and not last.isdecimal()


def has_macros(text: str) -> bool:
    return "%" in text


def needs_name(text: str) -> bool:
    """Whether `text` holds `%{p}`, for which the address's name has to be looked up and validated."""
    return any((match[1] or "").lower() == "p" for match in _EXPAND.finditer(text))


def expand(text: str, message: MacroContext, domain: str, name: str = "unknown") -> str:
    """`text`, whose syntax is right, for this message. `domain`: whose record it is; `name`: the value of `%{p}`."""

    def value(match: re.Match[str]) -> str:
        letter, digits, reverse, delimiters, escape = match.groups()
        if escape:
            return _ESCAPES[escape]
        expanded = _value(letter.lower(), message, domain, name)
        if digits or reverse or delimiters:
            parts = re.split(f"[{re.escape(delimiters or '.')}]", expanded)
            parts = parts[::-1] if reverse else parts
            expanded = ".".join(parts[-int(digits) :] if digits else parts)
        return _quoted(expanded) if letter.isupper() else expanded

    return _EXPAND.sub(value, text)


def expand_domain(text: str, message: MacroContext, domain: str, name: str = "unknown") -> str:
    """A domain-spec as a name to ask for: no final dot, labels cut from the left until it fits (7.3)."""
    expanded = expand(text, message, domain, name).removesuffix(".")
    while len(expanded) > LONGEST:
        head, dot, rest = expanded.partition(".")
        if not dot:
            return head
        expanded = rest
    return expanded


def _value(letter: str, message: MacroContext, domain: str, name: str) -> str:
    ip = message.ip
    values = {
        "s": message.sender,
        "l": message.local,
        "o": message.sender_domain,
        "d": domain,
        "i": str(ip) if ip.version == 4 else ".".join(ip.exploded.replace(":", "")),
        "p": name,
        "v": "in-addr" if ip.version == 4 else "ip6",
        "h": message.helo,
        "c": str(ip),
        "r": message.receiver,
        "t": str(int(time.time())),
    }
    return values[letter]


def _quoted(text: str) -> str:
    """RFC 3986: everything but the unreserved characters as `%XX`."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def _ends_in_macro(text: str) -> bool:
    last = None
    place = 0
    while place < len(text):
        match = _EXPAND.match(text, place)
        place = match.end() if match else place + 1
        last = match
    return last is not None

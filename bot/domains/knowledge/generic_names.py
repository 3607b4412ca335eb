"""Telling a reverse name that an access provider gave by default from one that somebody chose for a mail server."""

import re

from bot.domains.addresses import Address
from bot.domains.knowledge import DataError, table

_NO_LETTERS = re.compile(r"[^a-z]+")
_NO_HEX = re.compile(r"[^0-9a-f]")
_NEITHER = re.compile(r"[^0-9a-z]")
_OCTET = re.compile(r"\d{1,3}(?!\d)")


def generic(name: str, address: Address) -> bool:
    """Whether a PTR name spells its own address or says "dynamic line": `ip-203-0-113-7.isp.lt`, `7.pool.isp.lt`.

    Receivers score such senders down or refuse them, as names like these stand for home connections.
    """
    host = name.lower()
    if set(_NO_LETTERS.split(host)) & WORDS:
        return True
    return _spells(host, address)


def _spells(host: str, address: Address) -> bool:
    if address.version == 6:
        nibbles = address.exploded.replace(":", "")
        plain = _NO_HEX.sub("", host.partition(".")[0])
        return nibbles[-16:] in _NEITHER.sub("", host) or (len(plain) >= 8 and plain in nibbles)
    octets = str(address).split(".")
    numbers = [str(int(number)) for number in _OCTET.findall(host)]
    for wanted in (octets, octets[::-1]):
        for part in (wanted, wanted[:3], wanted[1:]):
            if any(numbers[start : start + len(part)] == part for start in range(len(numbers))):
                return True
    packed = "".join(f"{int(octet):02x}" for octet in octets)
    padded = "".join(f"{int(octet):03d}" for octet in octets)
    return packed in host or padded in host


def _load() -> frozenset[str]:
    words = table("generic_names").get("words")
    if not isinstance(words, list) or not all(isinstance(word, str) and word.isalpha() for word in words):
        raise DataError("generic_names.toml: words is a list of words of letters")
    return frozenset(words)


WORDS = _load()
"""Read when the module is loaded, so that no answer waits for it."""

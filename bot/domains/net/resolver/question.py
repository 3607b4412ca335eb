"""A DNS question, ready to be sent: its name checked, its wire form made once (RFC 1035, 4.1.2)."""

import struct
from functools import cache
from typing import NamedTuple

import dns.exception
import dns.name
import dns.rdatatype

CLASS_IN = 1
_LENGTHS = {length: bytes([length]) for length in range(1, 64)}
"""Of a label: none is empty, none longer than 63."""
_LONGEST_NAME = 255


class UnaskableNameError(ValueError):
    """No DNS question can carry this name: not ASCII, an empty or long label, too long."""


class Question(NamedTuple):
    name: str
    """ASCII, lower case, no final dot."""
    type: str
    wire: bytes
    """Name, type and class as they stand in the message, the name in lower case."""
    checking_disabled: bool = False


def question(name: str, type: str, *, checking_disabled: bool = False) -> Question:
    """Raises `UnaskableNameError`; for an unknown `type`, the caller's fault, dnspython's `UnknownRdatatype`."""
    text = name.rstrip(".").lower()
    return Question(text, type, _name_to_wire(text) + _type_and_class(type), checking_disabled)


type_number = cache(dns.rdatatype.from_text)
"""A record type's number: `MX` is 15."""


@cache
def _type_and_class(type: str) -> bytes:
    return struct.pack("!HH", type_number(type), CLASS_IN)


def _name_to_wire(text: str) -> bytes:
    if "\\" in text:
        try:
            return dns.name.from_text(text + ".").to_wire() or b""
        except dns.exception.DNSException as error:
            raise UnaskableNameError(text) from error
    try:
        labels = text.encode("ascii").split(b".") if text else []
        wire = b"".join([_LENGTHS[len(label)] + label for label in labels]) + b"\0"
    except (UnicodeEncodeError, KeyError) as error:
        raise UnaskableNameError(text) from error
    if len(wire) > _LONGEST_NAME:
        raise UnaskableNameError(text)
    return wire

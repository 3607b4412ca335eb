"""A DNS question, ready to be sent: its name checked, its wire form made once (RFC 1035, 4.1.2); the message that asks
it, and whether another one answers it.
"""

import struct
from functools import cache, lru_cache
from typing import NamedTuple

import dns.exception
import dns.name
import dns.rdatatype

CLASS_IN = 1
OPT = 41
"""The type of the EDNS record."""
PAYLOAD = 1232
"""Bytes that a UDP answer may have without being cut into fragments (DNS Flag Day 2020)."""
_LENGTHS = {length: bytes([length]) for length in range(1, 64)}
"""Of a label: none is empty, none longer than 63."""
_LONGEST_TEXT = 253
"""Of a name without escapes."""
_REMEMBERED = 4096
"""Names whose wire form is kept: a check asks some fifty questions about names right below a few."""


class UnaskableNameError(ValueError):
    """No DNS question can carry this name: not ASCII, an empty or long label, too long."""


class DnsQuestion(NamedTuple):
    name: str
    """ASCII, lower case, no final dot."""
    type: str
    wire: bytes
    """Name, type and class as they stand in the message, the name in lower case."""
    checking_disabled: bool = False


def question(name: str, type: str, *, checking_disabled: bool = False) -> DnsQuestion:
    """Raises `UnaskableNameError`; for an unknown `type`, the caller's fault, dnspython's `UnknownRdatatype`."""
    text = name.rstrip(".").lower()
    return DnsQuestion(text, type, _name_to_wire(text) + _type_and_class(type), checking_disabled)


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
    if not text:
        return b"\0"
    if len(text) > _LONGEST_TEXT:
        raise UnaskableNameError(text)
    label, dot, above = text.partition(".")
    try:
        return _LENGTHS[len(label)] + label.encode("ascii") + (_labels_to_wire(above) if dot else b"\0")
    except (UnicodeEncodeError, KeyError) as error:
        raise UnaskableNameError(text) from error


@lru_cache(_REMEMBERED)
def _labels_to_wire(text: str) -> bytes:
    """Raises `UnicodeEncodeError` or `KeyError`."""
    return b"".join([_LENGTHS[len(label)] + label for label in text.encode("ascii").split(b".")]) + b"\0"


def encode(question: DnsQuestion, *, recursive: bool = True, extended: bool = True) -> bytes:
    """The message without its identifier's two bytes.

    The AD bit asks a validating resolver for its verdict without the signatures themselves (RFC 6840, 5.7), which
    keeps answers within one datagram. Where it is to check nothing it has no verdict: the DO bit asks for the
    signatures then (RFC 4035, 3.2). `extended` adds EDNS (RFC 6891), without which no extended error comes back.
    """
    head, edns = _around(recursive, extended, question.checking_disabled)
    return head + question.wire + edns


@cache
def _around(recursive: bool, extended: bool, checking_disabled: bool) -> tuple[bytes, bytes]:
    """What stands before the question and after it."""
    flags = 0x0020 | (0x0100 if recursive else 0) | (0x0010 if checking_disabled else 0)
    head = struct.pack("!HHHHH", flags, 1, 0, 0, 1 if extended else 0)
    edns = b"\0" + struct.pack("!HHIH", OPT, PAYLOAD, 0x8000 if checking_disabled else 0, 0)
    return head, edns if extended else b""


def answers(question: DnsQuestion, wire: bytes) -> bool:
    """Whether a message is a response to this question. A server that knows no EDNS may leave the question out."""
    if len(wire) < 12 or not wire[2] & 0x80:
        return False
    if wire[5] and wire.startswith(question.wire, 12):
        return True
    if wire[4:6] == b"\0\0":
        return wire[3] & 0x0F in (1, 4)
    return wire[12 : 12 + len(question.wire)].lower() == question.wire.lower()


def conclusive(wire: bytes) -> bool:
    """Whether a message is the whole answer, to be read as it is: neither cut short nor `without_edns`."""
    return not wire[2] & 0x02 and wire[3] & 0x0F not in (1, 4)


def truncated(wire: bytes) -> bool:
    return bool(wire[2] & 0x02)


def without_edns(wire: bytes) -> bool:
    """Whether the server says that it did not understand the message: FORMERR or NOTIMP (RFC 6891, 7)."""
    return wire[3] & 0x0F in (1, 4)

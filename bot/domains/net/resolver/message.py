"""An answer as it comes in a DNS message (RFC 1035, 4).

dnspython reads the records' data; the message around them is read here, in a sixth of the time that its general
reader takes, because a check asks a hundred questions at once and the round trips are all it should wait for.
"""

import struct
import time
from functools import lru_cache

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.wire
from dns.rdata import Rdata

from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.question import CLASS_IN, OPT, DnsQuestion, type_number
from bot.domains.net.resolver.signatures import RRSIG, validity
from bot.domains.validity import Validity

MOST_RECORDS = 512
"""Records that are read of one answer; what a thousand-record answer adds is left unread."""
MOST_ALIASES = 16
_LONGEST_REASON = 250
"""Characters that are kept of what a server says of itself."""

_NAMELESS = frozenset({dns.rdatatype.A, dns.rdatatype.AAAA, dns.rdatatype.TXT})
_NAMING = {dns.rdatatype.MX: 2, dns.rdatatype.NS: 0, dns.rdatatype.PTR: 0}
"""Types whose data ends with its one name; bytes before that."""
_SHORT = 256
"""Bytes of a record's data that is kept."""
_REMEMBERED = 4096
"""Of these."""
_CNAME, _SOA = 5, 6
_EXTENDED_ERROR = 15
_EDNS = b"\0" + OPT.to_bytes(2, "big")
_EMPTY = {0: Outcome.NODATA, 3: Outcome.NXDOMAIN}
_RCODES = {2: Outcome.SERVFAIL, 5: Outcome.REFUSED}
_HEADER = struct.Struct("!HHHHHH")
_RECORD = struct.Struct("!HHIH")

_KNOWN = ("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "TXT", "SRV", "TLSA", "DS", "DNSKEY", "RRSIG", "CAA")
for _name in _KNOWN:  # dnspython loads a type's reader when it is first met: now, rather than between two questions
    dns.rdata.get_rdata_class(dns.rdataclass.IN, dns.rdatatype.from_text(_name))  # type: ignore[no-untyped-call]


def decode(question: DnsQuestion, wire: bytes) -> Answer:
    """What a response says. Never raises: what cannot be read is `Outcome.MALFORMED`."""
    try:
        return _empty(question, wire) or _Reader(question, wire).answer()
    except (dns.exception.DNSException, struct.error, IndexError, ValueError) as error:
        reason = _readable(str(error)) or type(error).__name__
        return Answer(question.name, question.type, Outcome.MALFORMED, reason=reason)


def _readable(text: str) -> str:
    """A server's own words without what a terminal or a log would obey: controls, line ends, marks of direction."""
    return "".join(character if character.isprintable() else " " for character in text[:_LONGEST_REASON])


def _empty(question: DnsQuestion, wire: bytes) -> Answer | None:
    """The plain answer that there is nothing, as most are: one SOA record and at most an EDNS record without options.
    None for any other, which `_Reader` reads."""
    _, flags, questions, records, authorities, additional = _HEADER.unpack_from(wire)
    outcome = _EMPTY.get(flags & 0x000F)
    place = 12 + len(question.wire)
    if outcome is None or records or questions != 1 or authorities != 1:
        return None
    if not wire.startswith(question.wire, 12) and wire[12:place].lower() != question.wire:
        return None
    place = place + 2 if wire[place] >= 0xC0 else _past_name(wire, place)
    kind, class_, ttl, length = _RECORD.unpack_from(wire, place)
    end = place + _RECORD.size + length
    left = len(wire) - end
    if kind != _SOA or class_ != CLASS_IN or left != additional * 11 or additional > 1:
        return None
    if left and (not wire.startswith(_EDNS, end) or wire[end + 5] or not wire.endswith(b"\0\0")):
        return None
    return Answer(
        question.name,
        question.type,
        outcome,
        secure=bool(flags & 0x0020),
        ttl=_negative_ttl(wire, ttl, end),
        size=len(wire),
        authoritative=bool(flags & 0x0400),
    )


def _negative_ttl(wire: bytes, ttl: int, end: int) -> int:
    """Seconds that a negative answer lives: the smaller of the SOA's TTL and its MINIMUM (RFC 2308, 5). `end`: of the
    SOA record."""
    return min(ttl, int.from_bytes(wire[end - 4 : end], "big"))


def _past_name(wire: bytes, place: int) -> int:
    """The place after a name, which is left unread: most names of an answer are of no interest."""
    while length := wire[place]:
        if length >= 0xC0:
            return place + 2
        if length > 63:
            raise ValueError("a label of an unknown kind")
        place += 1 + length
    return place + 1


@lru_cache(_REMEMBERED)
def _whole(kind: dns.rdatatype.RdataType, data: bytes) -> Rdata:
    """A record's data that refers to no other part of the message, so that the same bytes always are the same:
    customers of one service publish the same records."""
    return dns.rdata.from_wire(dns.rdataclass.IN, kind, data, 0, len(data))


class _Reader:
    """Reads one response from its first byte to its last."""

    def __init__(self, question: DnsQuestion, wire: bytes) -> None:
        self.asked, self.wire = question, wire
        self.type = type_number(question.type)
        self.records: dict[bytes, list[tuple[Rdata, int]]] = {}
        self.aliases: dict[bytes, tuple[bytes, int]] = {}
        self.signed: dict[bytes, Validity] = {}
        self.negative_ttl = 0
        self.extended_rcode = 0
        self.reason = ""
        self.authoritative = False

    def answer(self) -> Answer:
        _, flags, questions, *counts = _HEADER.unpack_from(self.wire)
        self.authoritative = bool(flags & 0x0400)
        place = 12
        for _ in range(questions):
            place = _past_name(self.wire, place) + 4
        for section, count in enumerate(counts):
            for index in range(count):
                place = self._record(place, section, index)
        rcode = flags & 0x0F | self.extended_rcode << 4
        return self._conclude(rcode, secure=bool(flags & 0x0020))

    def _record(self, place: int, section: int, index: int) -> int:
        start, place = place, _past_name(self.wire, place)
        kind, class_, ttl, length = _RECORD.unpack_from(self.wire, place)
        place += _RECORD.size
        end: int = place + length
        if end > len(self.wire):
            raise ValueError("a record is longer than the message")
        if kind == OPT and section == 2:
            self.extended_rcode = ttl >> 24
            self._extended_errors(place, end)
        elif class_ == CLASS_IN and section == 0 and index < MOST_RECORDS:
            if kind == self.type:
                self.records.setdefault(self._name(start).lower(), []).append((self._data(place, length), ttl))
            elif kind == _CNAME:
                self.aliases[self._name(start).lower()] = (self._name(place).lower(), ttl)
            elif kind == RRSIG and self.asked.checking_disabled:
                self._signature(self._name(start).lower(), self.wire[place:end])
        elif class_ == CLASS_IN and section == 1 and kind == _SOA:
            self.negative_ttl = _negative_ttl(self.wire, ttl, end)
        if section == 0 and index == MOST_RECORDS:
            self.reason = f"more than {MOST_RECORDS} records"
        return end

    def _data(self, place: int, length: int) -> Rdata:
        """One record's data. A TLSA record that contradicts itself is handed on unread: that is what DANE looks for.

        The type's reader is called itself: `dns.rdata.from_wire` takes four times as long to get there.
        """
        try:
            if self.type in _NAMELESS and length <= _SHORT:
                return _whole(self.type, self.wire[place : place + length])
            before = _NAMING.get(self.type)
            if before is not None and _past_name(self.wire, place + before) == place + length:
                return _whole(self.type, self.wire[place : place + before] + self._name(place + before))
            parser = dns.wire.Parser(self.wire, place)
            reader = dns.rdata.get_rdata_class(dns.rdataclass.IN, self.type)  # type: ignore[no-untyped-call]
            with parser.restrict_to(length):
                data: Rdata = reader.from_wire_parser(dns.rdataclass.IN, self.type, parser)
        except Exception as error:  # a reader raises whatever it stumbles over
            if self.type is not dns.rdatatype.TLSA:
                raise ValueError(str(error) or type(error).__name__) from error
            return dns.rdata.GenericRdata(dns.rdataclass.IN, self.type, self.wire[place : place + length])
        return data

    def _signature(self, owner: bytes, data: bytes) -> None:
        """One valid signature is enough (RFC 6840, 5.4): of several, the one that ends last counts."""
        valid, held = validity(data, self.type, time.time()), self.signed.get(owner)
        if valid is not None and (held is None or held.until < valid.until):
            self.signed[owner] = valid

    def _extended_errors(self, place: int, end: int) -> None:
        """RFC 8914: an information code, then text. The last one is kept; its text where it has one."""
        while place + 4 <= end:
            option, length = struct.unpack_from("!HH", self.wire, place)
            data = self.wire[place + 4 : min(place + 4 + length, end)]
            if option == _EXTENDED_ERROR and len(data) >= 2:
                text = _readable(data[2:].decode("utf-8", "replace")).strip()
                self.reason = f"EDE {int.from_bytes(data[:2], 'big')}" + (f": {text}" if text else "")
            place += 4 + length

    def _conclude(self, rcode: int, *, secure: bool) -> Answer:
        owner = self.asked.wire[:-4].lower()
        chain: list[str] = []
        ttls: list[int] = []
        seen = {owner}
        while owner in self.aliases and owner not in self.records:
            owner, ttl = self.aliases[owner]
            if owner in seen or len(chain) >= MOST_ALIASES:
                return self._made(Outcome.SERVFAIL, chain, reason="the aliases do not end")
            seen.add(owner)
            chain.append(dns.name.from_wire(owner, 0)[0].to_text(omit_final_dot=True))
            ttls.append(ttl)
        owned = self.records.get(owner, [])
        if rcode in (0, 3) and owned:
            ttls += [ttl for _, ttl in owned]
            records = tuple(data for data, _ in owned)
            signed = self.signed.get(owner)
            return self._made(Outcome.FOUND, chain, records, secure=secure, ttl=min(ttls), signed=signed)
        if rcode in (0, 3):
            outcome = Outcome.NODATA if rcode == 0 else Outcome.NXDOMAIN
            return self._made(outcome, chain, secure=secure, ttl=min([*ttls, self.negative_ttl]))
        fault = _RCODES.get(rcode, Outcome.MALFORMED)
        return self._made(fault, chain, reason=self.reason or f"RCODE {rcode}")

    def _made(
        self,
        outcome: Outcome,
        chain: list[str],
        records: tuple[Rdata, ...] = (),
        *,
        secure: bool = False,
        ttl: int = 0,
        reason: str = "",
        signed: Validity | None = None,
    ) -> Answer:
        question, reason = self.asked, reason or self.reason
        return Answer(
            question.name,
            question.type,
            outcome,
            records,
            tuple(chain),
            secure,
            ttl,
            reason,
            signed,
            len(self.wire),
            self.authoritative,
        )

    def _name(self, place: int) -> bytes:
        """A name's wire form, decompressed (RFC 1035, 4.1.4)."""
        wire, labels, size = self.wire, [], 1
        while length := wire[place]:
            if length >= 0xC0:
                target = (length & 0x3F) << 8 | wire[place + 1]
                if target >= place:
                    raise ValueError("a name points forward")
                place = target
                continue
            if length > 63:
                raise ValueError("a label of an unknown kind")
            labels.append(wire[place : place + 1 + length])
            place += 1 + length
            size += 1 + length
            if size > 255:
                raise ValueError("a name is too long")
        return b"".join(labels) + b"\0"

"""A name server that costs next to nothing and answers after a fixed delay, in a process of its own.

A name server that thinks (NSD behind a relay that delays, or ours in `bot/workspace/dns/`) would share two cores with
what is measured: every answer is made before the first question, so that a question is one look into a table here.
"""

import multiprocessing
import select
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from dns.rdtypes.ANY.TXT import TXT

from tests.benchmarks.customers import Record

TTL = 300
LONGEST_CHAIN = 4
_RR = struct.Struct("!HHIH")
_SOA = b"\0" + _RR.pack(6, 1, TTL, 22) + b"\0\0" + struct.pack("!5L", 1, 7200, 3600, 1209600, TTL)
_NOERROR, _SERVFAIL, _NXDOMAIN = 0x8180, 0x8182, 0x8183
Table = dict[bytes, dict[int, tuple[int, bytes]]]
"""Owner's wire form -> type -> how many records, and the records."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    port: int
    process: int
    _asked: Any

    @property
    def questions(self) -> int:
        return int(self._asked.value)


@contextmanager
def served(published: Iterable[Record], delay: float) -> Iterator[Served]:
    """These records, each answer after `delay` seconds."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    counter = context.Value("Q", 0, lock=False)
    process = context.Process(target=_serve, args=(list(published), delay, there, counter), daemon=True)
    process.start()
    try:
        yield Served(here.recv(), process.pid or 0, counter)
    finally:
        process.terminate()
        process.join()


def table(published: Iterable[Record]) -> Table:
    """What is answered; names that hold nothing themselves, but stand above others, are there with no record."""
    records: dict[bytes, dict[int, list[bytes]]] = {}
    aliases: dict[bytes, bytes] = {}
    for owner, kind, value in published:
        name, number = dns.name.from_text(owner), dns.rdatatype.from_text(kind)
        held = records.setdefault(name.to_wire(), {})
        data = _data(number, value)
        held.setdefault(number, []).append(name.to_wire() + _RR.pack(number, 1, TTL, len(data)) + data)
        if kind == "CNAME":
            aliases[name.to_wire()] = data
        while len(name.labels) > 1:
            name = name.parent()
            records.setdefault(name.to_wire(), {})
    made: Table = {
        owner: {number: (len(held), b"".join(held)) for number, held in kinds.items()}
        for owner, kinds in records.items()
    }
    for owner, target in aliases.items():
        alias = made[owner][5][1]
        made[owner] |= {number: (1 + count, alias + rest) for number, (count, rest) in made.get(target, {}).items()}
    return made


def _data(number: dns.rdatatype.RdataType, value: str) -> bytes:
    if number is dns.rdatatype.TXT:
        strings = [value[at : at + 255].encode() for at in range(0, len(value), 255)]  # RFC 1035, 3.3
        return bytes(TXT(dns.rdataclass.IN, number, strings).to_wire() or b"")
    return bytes(dns.rdata.from_text(dns.rdataclass.IN, number, value).to_wire() or b"")


def _serve(published: list[Record], delay: float, pipe: Connection, counter: Any) -> None:
    made = table(published)
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    door.bind(("127.0.0.1", 0))
    door.setblocking(False)
    pipe.send(door.getsockname()[1])
    waiting: deque[tuple[float, bytes, Any]] = deque()
    poll = select.poll()
    poll.register(door, select.POLLIN)
    while True:
        rest = max(0.0, waiting[0][0] - time.monotonic()) * 1000 if waiting else None
        if poll.poll(rest):
            due = time.monotonic() + delay
            for wire, address in _arrived(door):
                counter.value += 1
                reply = answer(made, wire)
                if reply:
                    waiting.append((due, reply, address))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, reply, address = waiting.popleft()
            door.sendto(reply, address)


def _arrived(door: socket.socket) -> Iterator[tuple[bytes, Any]]:
    while True:
        try:
            yield door.recvfrom(4096)
        except BlockingIOError:
            return


def answer(made: Table, wire: bytes) -> bytes:
    """The response; empty where nobody is to answer."""
    end = wire.index(0, 12) + 1
    name = wire[12:end].lower()
    kinds = made.get(name)
    if kinds is None:
        if b"silent" in name:
            return b""
        return _response(wire, end, _SERVFAIL if b"dead" in name else _NXDOMAIN)
    count, held = kinds.get(int.from_bytes(wire[end : end + 2], "big")) or kinds.get(5) or (0, b"")
    return _response(wire, end, _NOERROR, count, held)


def _response(wire: bytes, end: int, flags: int, count: int = 0, held: bytes = b"") -> bytes:
    head = wire[:2] + struct.pack("!5H", flags, 1, count, 0 if count else 1, 0)
    return head + wire[12 : end + 4] + (held or _SOA)

"""Zone data: a mapping of names to entries, read once into record sets.

An entry is a table of one type and its value, or a word:

    "imone.example" = [
      { MX = [1, "mx0.mail.ovh.net"] },
      { TXT = "v=spf1 ~all" },            # cut into strings of 255 bytes; a list gives the strings themselves
      "SECURE",
    ]

Words: TIMEOUT (no answer), SERVFAIL, REFUSED, BOGUS (SERVFAIL unless the question disables checking), NXDOMAIN (which
denies a name that is there) for every type that the name has no record of; SECURE (validated: the AD bit) and INSECURE
for the name and all below it.
`*.name` answers for what is not there, as RFC 4592 has it. A relative or absolute name means the same.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import tomli
from dns.rdtypes.ANY.TXT import TXT

TTL = 300
MOST_KEPT = 10_000
"""Answers that are kept."""
WILD = dns.name.from_text("*", origin=None)


class Word(StrEnum):
    TIMEOUT = "TIMEOUT"
    SERVFAIL = "SERVFAIL"
    REFUSED = "REFUSED"
    NXDOMAIN = "NXDOMAIN"
    BOGUS = "BOGUS"
    SECURE = "SECURE"
    INSECURE = "INSECURE"


class Zones:
    """What each name holds. Raises ValueError, naming name and entry, for what cannot be read."""

    def __init__(self, data: Mapping[str, Iterable[Any]]) -> None:
        self._records: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = {}
        self._faults: dict[dns.name.Name, Word] = {}
        self._secure: dict[dns.name.Name, bool] = {}
        self._names: set[dns.name.Name] = set()
        self._kept: dict[tuple[bytes, int, bool], bytes | None] = {}
        for name, entries in data.items():
            owner = named(name)
            for entry in entries:
                try:
                    self._add(owner, entry)
                except (ValueError, dns.exception.DNSException) as fault:
                    raise ValueError(f"{name}: {entry!r}: {fault}") from fault
            while owner != dns.name.root:
                self._names.add(owner)
                owner = owner.parent()

    def kept(self, key: tuple[bytes, int, bool], answer: Callable[[], bytes | None]) -> bytes | None:
        """The answer, worked out when this was asked for the first time: what the names hold does not change."""
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = answer()
        return self._kept[key]

    def records(self, owner: dns.name.Name, type: dns.rdatatype.RdataType) -> dns.rrset.RRset | None:
        return self._records.get((owner, type))

    def fault(self, owner: dns.name.Name) -> Word | None:
        return self._faults.get(owner)

    def exists(self, owner: dns.name.Name) -> bool:
        """Also where only names below it hold records."""
        return owner in self._names or owner == dns.name.root

    def holder(self, owner: dns.name.Name) -> dns.name.Name:
        """The name that answers for `owner`: itself, or the wildcard at its closest encloser (RFC 4592)."""
        if self.exists(owner):
            return owner
        encloser = self.encloser(owner)
        wild = WILD.concatenate(encloser)
        return wild if wild in self._names else owner

    def encloser(self, owner: dns.name.Name) -> dns.name.Name:
        while not self.exists(owner):
            owner = owner.parent()
        return owner

    def secure(self, owner: dns.name.Name) -> bool:
        while owner != dns.name.root:
            if owner in self._secure:
                return self._secure[owner]
            owner = owner.parent()
        return False

    def authority(self, owner: dns.name.Name) -> dns.rrset.RRset:
        """The SOA for "no such": the nearest above that the data has, else one made up at the closest name."""
        zone = owner
        while zone != dns.name.root:
            if soa := self.records(zone, dns.rdatatype.SOA):
                return soa
            zone = zone.parent()
        zone = self.encloser(owner)
        text = f"ns.invalid. hostmaster.invalid. 1 7200 3600 1209600 {TTL}"
        return dns.rrset.from_rdata(zone, TTL, _presented(dns.rdatatype.SOA, text))

    def _add(self, owner: dns.name.Name, entry: Any) -> None:
        if isinstance(entry, str):
            word = Word(entry)
            if word in (Word.SECURE, Word.INSECURE):
                self._secure[owner] = word is Word.SECURE
            else:
                self._faults[owner] = word
            return
        if not isinstance(entry, Mapping) or len(entry) != 1:
            raise ValueError("is neither a table of one type nor a word")
        ((kind, value),) = entry.items()
        rdtype = dns.rdatatype.from_text(kind)
        held = self._records.setdefault((owner, rdtype), dns.rrset.RRset(owner, dns.rdataclass.IN, rdtype))
        held.add(_rdata(rdtype, value), TTL)


def named(text: str) -> dns.name.Name:
    """Lower case, absolute."""
    return dns.name.from_text(text.lower())


def _rdata(type: dns.rdatatype.RdataType, value: Any) -> dns.rdata.Rdata:
    if type is dns.rdatatype.TXT:
        return TXT(dns.rdataclass.IN, type, _strings(value))
    return _presented(type, " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


@cache
def _presented(type: dns.rdatatype.RdataType, text: str) -> dns.rdata.Rdata:
    return dns.rdata.from_text(dns.rdataclass.IN, type, text, origin=dns.name.root, relativize=False)


def _strings(value: Any) -> list[bytes]:
    """A character-string holds 255 bytes at most (RFC 1035, 3.3)."""
    chunks = [chunk.encode() for chunk in ([value] if isinstance(value, str) else value)]
    return [chunk[at : at + 255] for chunk in chunks for at in range(0, len(chunk) or 1, 255)]


@cache
def sample_zones() -> Zones:
    """The world of the files in `bot/workspace/zones/`."""
    return load(files("bot.workspace").joinpath("zones"))


def load(folder: Traversable) -> Zones:
    """All TOML files of a folder together. Raises ValueError where two of them hold the same name."""
    data: dict[str, list[Any]] = {}
    for file in sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name):
        for name, entries in tomli.loads(file.read_text("utf-8")).items():
            if name in data:
                raise ValueError(f"{file.name}: {name} stands in another file too")
            data[name] = entries
    return Zones(data)

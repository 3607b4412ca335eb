"""CAA records: which certificate authorities may issue for a name (RFC 8659)."""

from collections.abc import Iterable
from dataclasses import dataclass

from dns.rdtypes.ANY.CAA import CAA

_KNOWN_TAGS = frozenset({"issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"})
"""Registered at IANA (Certification Authority Restriction Properties)."""
_CRITICAL = 0x80


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a name's relevant CAA records say of ordinary certificates."""

    restricted: bool
    """Whether any record names who may issue; without, everybody may (RFC 8659, 4.2)."""
    issuers: frozenset[str]
    """Domain names of the authorities that may, in lower case."""
    unknown_critical: str = ""
    """The first tag that is critical and unknown: no authority may issue then (RFC 8659, 4.1)."""

    @property
    def nobody(self) -> bool:
        return bool(self.unknown_critical) or (self.restricted and not self.issuers)


def allowed(records: Iterable[CAA]) -> Allowed:
    """What one record set says. A parameter behind the authority's name is the authority's own matter."""
    issuers, restricted, unknown = set(), False, ""
    for record in records:
        tag = record.tag.decode("ascii", "replace").lower()
        if tag not in _KNOWN_TAGS and record.flags & _CRITICAL:
            unknown = unknown or tag
        if tag == "issue":
            restricted = True
            name = record.value.decode("ascii", "replace").partition(";")[0].strip().lower()
            if name:
                issuers.add(name)
    return Allowed(restricted, frozenset(issuers), unknown)

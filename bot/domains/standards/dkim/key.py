"""A DKIM key record: what RFC 6376 (3.6.1), RFC 8301 (key sizes, hashes) and RFC 8463 (Ed25519) make of it."""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.domains.standards.tags import Tags, parse

SHORTEST = 1024
"""Bits below which verifiers must not accept a signature (RFC 8301, 3.2)."""
ADVISED = 2048
"""Bits that signers should use (RFC 8301, 3.2)."""


class KeyVerdict(StrEnum):
    """What a verifier makes of the key, worst first."""

    BROKEN = "broken"
    """A syntax error: verifiers ignore the record (RFC 6376, 6.1.2)."""
    RESTRICTED = "restricted"
    """Not for mail (`s=`), or for a hash that nobody may use any more (`h=`)."""
    SHORT = "short"
    REVOKED = "revoked"
    WEAK = "weak"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class DkimKey:
    """One key record, judged."""

    verdict: KeyVerdict
    type: str = "rsa"
    """`rsa` or `ed25519`."""
    bits: int = 0
    testing: bool = False
    """`t=y`: verifiers are to treat mail as if it were not signed."""
    fault: str = ""
    """The tag at fault: `p`, `v`, `k`, `s`, `h`; empty where none is."""


def is_key(record: str) -> bool:
    """Whether a TXT record at a selector means to be a key. A wildcard's SPF record, say, does not."""
    tags = parse(record)
    version = tags.get("v")
    if version is not None:
        return version.upper().startswith("DKIM")
    return tags.get("p") is not None


def is_revoked(record: str) -> bool:
    """Whether the key is empty: whoever signed with it does so no more (RFC 6376, 3.6.1)."""
    return not parse(record).get("p")


def read(record: str) -> DkimKey:
    """Judges one record. Never raises: whatever is in it, a verdict comes out."""
    tags = parse(record)
    fault = _fault(tags)
    testing = "y" in _list(tags, "t")
    kind = (tags.get("k") or "rsa").lower()
    if fault:
        return DkimKey(KeyVerdict.BROKEN, kind, testing=testing, fault=fault)
    if not _list(tags, "p"):
        return DkimKey(KeyVerdict.REVOKED, kind, testing=testing)
    bits = _bits(kind, tags.get("p") or "")
    if bits is None:
        return DkimKey(KeyVerdict.BROKEN, kind, testing=testing, fault="p")
    restriction = _restriction(tags)
    if restriction:
        return DkimKey(KeyVerdict.RESTRICTED, kind, bits, testing, restriction)
    if kind == "ed25519":
        return DkimKey(KeyVerdict.GOOD, kind, bits, testing)
    verdict = KeyVerdict.SHORT if bits < SHORTEST else KeyVerdict.WEAK if bits < ADVISED else KeyVerdict.GOOD
    return DkimKey(verdict, kind, bits, testing)


def _fault(tags: Tags) -> str:
    """The first tag that makes the whole record unreadable; a list with a tag twice is invalid (RFC 6376, 3.2)."""
    version = tags.get("v")
    if version is not None and (version != "DKIM1" or tags.first is None or tags.first.name != "v"):
        return "v"
    if tags.strays:
        return tags.strays[0][:20]
    if tags.repeated:
        return tags.repeated[0]
    if tags.get("p") is None:
        return "p"
    if (tags.get("k") or "rsa").lower() not in ("rsa", "ed25519"):
        return "k"
    return ""


def _restriction(tags: Tags) -> str:
    services, hashes = _list(tags, "s"), _list(tags, "h")
    if services and not {"*", "email"} & set(services):
        return "s"
    if hashes and "sha256" not in hashes:
        return "h"
    return ""


def _list(tags: Tags, name: str) -> list[str]:
    return [word.strip().lower() for word in (tags.get(name) or "").split(":") if word.strip()]


def _bits(kind: str, text: str) -> int | None:
    """The key's size; None where it cannot be decoded."""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
        if kind == "ed25519":
            Ed25519PublicKey.from_public_bytes(raw)
            return 256
        key = load_der_public_key(raw)
    except (binascii.Error, ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key.key_size if isinstance(key, RSAPublicKey) else None

"""DKIM (RFC 6376, 8463) verified again by dkimpy, with keys that somebody looked up before.

Where a signature fails, what was changed is looked for: a footer put under the body, a signed field rewritten.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import dkim
from dkim.canonicalization import CanonicalizationPolicy, InvalidCanonicalizationPolicyError

from bot.mails.undone import undone

MOST = 6
"""Signatures of one mail that are verified."""
LEAST_BITS = 1024
FAULTS = (
    *(dkim.DKIMException, InvalidCanonicalizationPolicyError),
    *(ValueError, KeyError, IndexError, TypeError),
)
"""What dkimpy raises for a field that is not as it expects; the last ones are not its own."""
_MOST_LINES = 60
"""Lines of a footer that are looked for."""


class SignatureResult(StrEnum):
    VALID = "valid"
    BODY = "body"
    """The body was changed after it was signed."""
    FOOTER = "footer"
    """Something was put under the body."""
    HEADER = "header"
    """A signed field was changed, or the signature was made with another key."""
    SUBJECT = "subject"
    """A tag was put before the subject."""
    REPLY_TO = "reply-to"
    FROM = "from"
    TO = "to"
    FOLDED = "folded"
    """Other changes of signed fields: see `undone.Change`."""
    NO_KEY = "no-key"
    REVOKED = "revoked"
    SHORT_KEY = "short-key"
    """Under 1024 bits (RFC 8301)."""
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    """The key could not be looked up, or verifying took too long."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One signature, as it verifies now."""

    domain: str
    selector: str
    outcome: SignatureResult


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as the DNS has it."""

    name: str
    text: str | None
    """None where there is none. What could not be looked up has no record of this kind."""


def key_names(raw: bytes) -> tuple[str, ...]:
    """Where the keys of the mail's signatures stand in the DNS, each once: `s1._domainkey.imone.lt`."""
    names = (f"{selector}._domainkey.{domain}".lower() for domain, selector in _signers(raw))
    return tuple(dict.fromkeys(names))[:MOST]


def verify(raw: bytes, records: Iterable[KeyRecord]) -> tuple[Verified, ...]:
    """Each DKIM signature, the topmost first."""
    keys = {record.name: record.text for record in records}
    signed = [(domain, selector) for domain, selector in _signers(raw)][:MOST]
    return tuple(
        Verified(domain, selector, _outcome(raw, index, domain, selector, keys))
        for index, (domain, selector) in enumerate(signed)
    )


def _outcome(raw: bytes, index: int, domain: str, selector: str, keys: Mapping[str, str | None]) -> SignatureResult:
    name = f"{selector}._domainkey.{domain}".lower()
    if name not in keys:
        return SignatureResult.UNKNOWN
    record = keys[name]
    if record is None:
        return SignatureResult.NO_KEY
    if is_revoked(record):
        return SignatureResult.REVOKED
    if _is_damaged(record):
        return SignatureResult.MALFORMED
    outcome = _verified(raw, index, keys)
    if outcome is SignatureResult.BODY and _has_footer(raw, index, keys):
        return SignatureResult.FOOTER
    if outcome is SignatureResult.HEADER:
        verifying = (change for change, mail in undone(raw) if _verified(mail, index, keys) is SignatureResult.VALID)
        return SignatureResult(next(verifying, outcome))
    return outcome


def is_revoked(record: str) -> bool:
    """Whether a key's record has an empty key (RFC 6376, 3.6.1)."""
    return re.search(r"(?:^|;)\s*p\s*=\s*(?:;|$)", record) is not None


def _is_damaged(record: str) -> bool:
    """Whether no key can be read from the record. Of such a key dkimpy's `verify` only says that it did not pass."""
    try:
        dkim.evaluate_pk("", record.encode("utf-8", "replace"))
    except FAULTS:
        return True
    return False


def _verified(raw: bytes, index: int, keys: Mapping[str, str | None]) -> SignatureResult:
    try:
        passed = dkim.DKIM(raw, minkey=LEAST_BITS).verify(index, dnsfunc=Lookup(keys))
    except dkim.ValidationError as error:
        return SignatureResult.BODY if str(error).startswith("body hash mismatch") else SignatureResult.MALFORMED
    except dkim.KeyFormatError as error:
        return SignatureResult.SHORT_KEY if "too small" in str(error) else SignatureResult.MALFORMED
    except FAULTS:
        return SignatureResult.MALFORMED
    return SignatureResult.VALID if passed else SignatureResult.HEADER


class Lookup:
    """What dkimpy asks instead of the DNS."""

    def __init__(self, keys: Mapping[str, str | None]) -> None:
        self._keys = keys

    def __call__(self, name: bytes, timeout: int = 0) -> bytes | None:
        record = self._keys.get(name.decode("ascii", "replace").rstrip(".").lower())
        return record.encode("utf-8", "replace") if record else None


def _has_footer(raw: bytes, index: int, keys: Mapping[str, str | None]) -> bool:
    """Whether the signature is right for the body without its last lines."""
    try:
        message = dkim.DKIM(raw)
        fields = [value for name, value in message.headers if name.lower() == b"dkim-signature"]
        signature = tags(fields[index])
        if b"bh" not in signature or b"l" in signature:
            return False
        policy = CanonicalizationPolicy.from_c_value(signature.get(b"c", b"simple/simple"))
        wanted = base64.b64decode(signature[b"bh"])
        hasher = dkim.HASH_ALGORITHMS[signature[b"a"]]
    except FAULTS:
        return False
    lines = message.body.split(b"\r\n")
    for kept in range(len(lines) - 1, max(len(lines) - _MOST_LINES, -1), -1):
        body = policy.canonicalize_body(b"\r\n".join(lines[:kept]) + b"\r\n")
        if hasher(body).digest() == wanted:
            return True
    return False


def _signers(raw: bytes) -> Iterator[tuple[str, str]]:
    """Domain and selector of each signature."""
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head(raw))
    for line in unfolded.splitlines():
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"dkim-signature":
            signature = tags(value)
            domain, selector = signature.get(b"d", b""), signature.get(b"s", b"")
            if domain and selector and domain.isascii() and selector.isascii():
                yield domain.decode(), selector.decode()


def tags(value: bytes) -> dict[bytes, bytes]:
    """The tags of a signature (RFC 6376, 3.2), without blanks."""
    pairs = (part.partition(b"=") for part in value[:8000].split(b";"))
    return {name.strip(): b"".join(text.split()) for name, _, text in pairs}


def head(raw: bytes) -> bytes:
    """The mail's header, as much of it as is read."""
    return re.split(rb"\r?\n\r?\n", raw[:262144], maxsplit=1)[0]

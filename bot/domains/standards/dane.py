"""TLSA records of mail servers: which of them senders can use (RFC 7672, 3.1), and whether they fit a certificate."""

import hashlib
from enum import IntEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from dns.rdtypes.ANY.TLSA import TLSA


class Usage(IntEnum):
    """Certificate usage (RFC 7218). Mail knows only the two that DNSSEC alone vouches for."""

    TRUST_ANCHOR = 2
    END_ENTITY = 3


_DIGESTS = {1: "sha256", 2: "sha512"}


def malformed(record: TLSA) -> bool:
    """Whether the data cannot be what its matching type says: a digest of another length, or no certificate."""
    if record.mtype in _DIGESTS:
        return len(record.cert) != hashlib.new(_DIGESTS[record.mtype]).digest_size
    # A certificate or key in full is a DER sequence.
    return record.mtype == 0 and not (len(record.cert) > 2 and record.cert[0] == 0x30)


def usable(record: TLSA) -> bool:
    """Whether a sender may use the record; all others it must leave aside (RFC 7672, 3.1.3)."""
    known = record.usage in list(Usage) and record.selector in (0, 1) and record.mtype in (0, 1, 2)
    return known and not malformed(record)


def fits(record: TLSA, certificate: bytes) -> bool:
    """Whether an end-entity record matches this certificate (DER). A trust anchor's must be held to the chain."""
    whole = certificate
    if record.selector == 1:
        key = x509.load_der_x509_certificate(certificate).public_key()
        whole = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = _DIGESTS.get(record.mtype)
    return bytes(record.cert) == (hashlib.new(digest, whole).digest() if digest else whole)

"""How good a TLS connection is, by the levels of NCSC-NL's guidelines of 2025 (3.3.1, 3.3.3, appendix B), which
Internet.nl judges by too. Of what a server offers, only what it agreed on with us is known.
"""

from enum import StrEnum

_AEAD = ("GCM", "CCM", "CHACHA20")
_SHA2 = ("SHA256", "SHA384")


class Level(StrEnum):
    GOOD = "good"
    SUFFICIENT = "sufficient"
    PHASE_OUT = "phase-out"
    INSUFFICIENT = "insufficient"
    OUTDATED = "outdated"
    """A version before TLS 1.2, which nobody may agree on any more (RFC 8996)."""


def level(version: str, cipher: str) -> Level:
    """`version` and `cipher` as OpenSSL calls them: `TLSv1.2`, `ECDHE-RSA-AES128-GCM-SHA256`."""
    if version not in ("TLSv1.2", "TLSv1.3"):
        return Level.OUTDATED
    if version == "TLSv1.3":
        return Level.SUFFICIENT if "AES_128" in cipher else Level.GOOD
    parts = cipher.split("-")
    aead, sha2 = any(part.startswith(_AEAD) for part in parts), parts[-1] in _SHA2
    modern = any(part.startswith(("AES", "CHACHA20")) for part in parts)
    if parts[0] == "ECDHE" and aead and modern and "CCM8" not in parts:
        return Level.SUFFICIENT
    if parts[0] in ("ECDHE", "DHE") and (aead or sha2) and "CCM8" not in parts:
        return Level.PHASE_OUT
    return Level.INSUFFICIENT

"""When an RRSIG record begins and ends to hold (RFC 4034, 3.1)."""

import struct
from datetime import UTC, datetime

from bot.domains.validity import Validity

RRSIG = 46
_HEAD = struct.Struct("!HBBIIIH")
"""Type covered, algorithm, labels, original TTL, expiration, inception, key tag."""


def validity(data: bytes, type: int, now: float) -> Validity | None:
    """Of a signature over records of `type`, from its wire form; None where it is over others, or too short.

    `now`: Unix time, seconds.
    """
    if len(data) < _HEAD.size:
        return None
    covered, _, _, _, expiration, inception, _ = _HEAD.unpack_from(data)
    return Validity(_time(inception, now), _time(expiration, now)) if covered == type else None


def _time(serial: int, now: float) -> datetime:
    """The time nearest to now of all that 32 bits of seconds may mean (RFC 4034, 3.1.5; RFC 1982)."""
    away = (serial - int(now) + 2**31) % 2**32 - 2**31
    return datetime.fromtimestamp(int(now) + away, UTC)

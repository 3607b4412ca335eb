"""Whether a zone's SOA record makes sense by itself: RFC 1912, 2.2; RFC 2308, 5.

Only what works against the zone is told. A refresh longer than RFC 1912 advises is no fault since NOTIFY (RFC 1996).
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from dns.rdtypes.ANY.SOA import SOA

SHORTEST_EXPIRE = 604_800
"""Seconds: a week. RFC 1912 advises two to four weeks; a week is what most providers set."""
LONGEST_MINIMUM = 86_400
"""Seconds: a day. RFC 2308, 5: more than one to three hours is seldom of use, more than a day is a problem."""
_DATED = 10
"""Digits of a serial of the form YYYYMMDDnn (RFC 1912, 2.2)."""


class SoaFault(StrEnum):
    RETRY = "retry"
    """A secondary whose refresh failed does not try sooner than it would anyway."""
    EXPIRE = "expire"
    """Secondaries drop the zone soon after they lose the primary."""
    MINIMUM = "minimum"
    """Resolvers remember for long that a name does not exist."""
    SERIAL = "serial"
    """The serial is a date to come: later changes with today's date are taken for older."""


def faults(soa: SOA, now: datetime) -> tuple[SoaFault, ...]:
    """What of the record works against its zone."""
    return tuple(
        fault
        for fault, is_there in (
            (SoaFault.RETRY, soa.retry > soa.refresh),
            (SoaFault.EXPIRE, soa.expire < max(SHORTEST_EXPIRE, soa.refresh + soa.retry)),
            (SoaFault.MINIMUM, soa.minimum > LONGEST_MINIMUM),
            (SoaFault.SERIAL, _is_to_come(soa.serial, now)),
        )
        if is_there
    )


def _is_to_come(serial: int, now: datetime) -> bool:
    """A day of grace, for zones are kept in every time zone. A number that spells no date of this century counts up."""
    text = str(serial)
    if len(text) != _DATED or not text.startswith("20"):
        return False
    try:
        day = datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return day > now + timedelta(days=1)

"""Histories as they occur: for the table, the picture and the page."""

from datetime import UTC, datetime

from bot.cases.values.answers.watching import HistoryAnswer, ReportLinkAnswer
from bot.cases.values.history import FindingMark, Stretch
from bot.domains.values import Status

_FINE = {
    "domain": ("domain-ok", Status.OK),
    "nameservers": ("nameservers-ok", Status.OK),
    "mx": ("mx-ok", Status.OK),
    "spf": ("spf-ok", Status.OK),
    "dkim": ("dkim-ok", Status.OK),
    "dmarc": ("dmarc-ok", Status.OK),
    "blocklist": ("blocklist-clean", Status.OK),
    "bimi": ("bimi-missing", Status.NOTICE),
}


def at(month: int, day: int, hour: int = 9) -> float:
    """A moment of 2026, UTC, as Unix time."""
    return datetime(2026, month, day, hour, tzinfo=UTC).timestamp()


def stretch(first: float, last: float, times: int, **other: tuple[str, Status]) -> Stretch:
    """All is fine but what is named."""
    marks = tuple(FindingMark(check, code, status) for check, (code, status) in (_FINE | other).items())
    return Stretch(first, last, times, marks, ())


NO_DMARC = ("dmarc-missing", Status.WARNING)
WATCHED = HistoryAnswer(
    "xn--sis-hpa81d.lt",
    (
        stretch(at(6, 12), at(6, 12), 1, dmarc=NO_DMARC, spf=("spf-missing", Status.WARNING)),
        stretch(at(8, 3), at(9, 20), 49, dmarc=NO_DMARC),
        stretch(at(9, 21), at(9, 22), 2, dmarc=("dmarc-unknown", Status.UNKNOWN)),
        stretch(at(9, 23), at(10, 14), 22),
        stretch(at(10, 15), at(10, 27), 13, spf=("spf-several", Status.ERROR)),
        stretch(at(10, 28), at(11, 20), 24),
        stretch(at(11, 21), at(11, 23), 3, blocklist=("blocklist-listed", Status.ERROR)),
    ),
)
"""Months of a domain that was checked twice by hand and then watched daily."""
STEADY = HistoryAnswer("imone.lt", (stretch(at(11, 1), at(11, 23), 23),))
ONCE = HistoryAnswer("imone.lt", (stretch(at(11, 23), at(11, 23), 1, spf=("spf-missing", Status.WARNING)),))
LINK = ReportLinkAnswer("imone.lt", "https://botas.imone.lt/report/0abc.aSd-1.xyz_9", at(12, 23), "lt")

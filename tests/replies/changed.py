"""What changed, as it occurs: what the golden files show of it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.cases.values.answers.changes import ChangesAnswer, Earlier, WrongSince
from bot.cases.values.answers.watching import Change, WatchNewsAnswer
from bot.cases.values.differences import Difference
from bot.cases.values.history import RecordMark
from bot.cases.values.watch import Every, Watch
from bot.domains.values import Fact, Finding, Record, Report, Status


def _at(year: int, month: int, day: int) -> float:
    return datetime(year, month, day, 8, tzinfo=UTC).timestamp()


WATCH = Watch("T1", "C1", "imone.lt", Every.DAILY, "U1", "lt", _at(2026, 9, 1), _at(2026, 11, 23))
NOT_ALLOWED = Finding(
    "spf",
    Status.WARNING,
    "spf-provider-missing",
    (Record("imone.lt", "TXT", "v=spf1 a -all"),),
    (Fact("term", "include:mx.ovh.com"), Fact("provider", "OVHcloud")),
    (Record("imone.lt", "TXT", "v=spf1 a include:mx.ovh.com -all"),),
)
NO_SPF = Finding("spf", Status.WARNING, "spf-missing", (), (), (Record("imone.lt", "TXT", "v=spf1 mx ~all"),))
NO_DMARC = Finding(
    "dmarc", Status.WARNING, "dmarc-missing", (), (), (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none"),)
)
ONLY_WATCHED = Finding(
    "dmarc",
    Status.NOTICE,
    "dmarc-monitoring",
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=none"),),
    (Fact("policy", "none"), Fact("source", "imone.lt"), Fact("tag", "p")),
    (Record("_dmarc.imone.lt", "TXT", "v=DMARC1; p=quarantine"),),
)
MX_GONE = Finding("mx", Status.ERROR, "mx-missing", (), (), (Record("imone.lt", "MX", "1 mx0.mail.ovh.net."),))
WEAK = Finding("dkim", Status.WARNING, "dkim-weak", (), (Fact("selector", "s1"), Fact("bits", 1024)))
ENDS = Finding(
    "domain",
    Status.WARNING,
    "domain-expires",
    facts=(Fact("name", "imone.lt"), Fact("until", "2026-11-30"), Fact("days", 7)),
)


def _report(*findings: Finding) -> Report:
    return Report("imone.lt", findings)


_WORSE = (Change(NOT_ALLOWED, _at(2026, 10, 3), ("include:mx.ovh.com",)),)
_FIXED = (Change(NO_DMARC, _at(2025, 12, 31), (), ("v=DMARC1; p=none",)),)
_MUCH = (
    Change(MX_GONE, _at(2025, 10, 3), ("1 mx0.mail.ovh.net", "5 mx1.mail.ovh.net")),
    Change(NO_SPF, _at(2026, 10, 12), ("v=spf1 include:mx.ovh.com -all",)),
    Change(WEAK, _at(2026, 10, 21)),
    Change(ONLY_WATCHED, None, ("p=reject",), ("p=none",)),
)
CHANGED: dict[str, WatchNewsAnswer | ChangesAnswer] = {
    "watch-news-worse": WatchNewsAnswer(WATCH, _WORSE, (), _report(NOT_ALLOWED)),
    "watch-news-fixed": WatchNewsAnswer(WATCH, (), _FIXED, _report()),
    "watch-news-fixed-in-part": WatchNewsAnswer(WATCH, (), _FIXED, _report(NO_SPF, WEAK)),
    "watch-news-both": WatchNewsAnswer(replace(WATCH, every=Every.HOURLY), _WORSE, _FIXED, _report(NOT_ALLOWED, WEAK)),
    "watch-news-expiry": WatchNewsAnswer(WATCH, (Change(ENDS),), (), _report(ENDS)),
    "watch-news-much": WatchNewsAnswer(WATCH, _MUCH, (), _report(*(each.finding for each in _MUCH))),
    "watch-news-notice": WatchNewsAnswer(WATCH, _MUCH[3:], (), _report(ONLY_WATCHED)),
    "changes-past": ChangesAnswer(
        "imone.lt",
        ("spf-missing",),
        (),
        (NO_DMARC, WEAK),
        records=(
            Difference("imone.lt", "TXT", (), ("v=spf1 mx ~all",)),
            Difference("imone.lt", "MX", ("1 mx0.mail.ovh.net",), ("10 mail.imone.lt",)),
        ),
        standing=(
            WrongSince("dmarc-missing", _at(2026, 10, 3), at_least=True),
            WrongSince("dkim-weak", _at(2025, 11, 2), at_least=False),
        ),
        earlier=(
            Earlier(
                _at(2026, 11, 2), ("mx-missing", "spf-missing"), ("dkim-none",), (RecordMark("imone.lt", "MX", "0"),)
            ),
            Earlier(_at(2025, 12, 1), (), ("dmarc-missing",), ()),
        ),
        at=_at(2026, 11, 23),
    ),
    "changes-only-records": ChangesAnswer(
        "imone.lt", (), (), (), records=(Difference("imone.lt", "TXT", ("-all",), ("~all",)),), at=_at(2026, 11, 23)
    ),
}
"""By the names of their golden files."""

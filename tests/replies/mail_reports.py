"""Answers to DMARC, failure and TLS reports."""

from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.domains.values import Fact, Finding, Record, Status
from bot.reports.senders import Sender, SenderStanding
from bot.reports.values import (
    AggregateReport,
    Authenticated,
    FailureReport,
    PublishedPolicy,
    Source,
    TlsFailure,
    TlsPolicy,
    TlsReport,
)

_SPF = "v=spf1 ip4:198.51.100.7 include:mx.ovh.com ~all"
_FINDINGS = (
    Finding(
        "spf",
        Status.ERROR,
        "spf-sender-fail",
        facts=tuple(
            Fact(name, value)
            for name, value in {"ip": "198.51.100.7", "term": "-all", "name": "imone.lt", "result": "fail"}.items()
        ),
        publish=(Record("imone.lt", "TXT", _SPF),),
    ),
)


def _sender(
    standing: SenderStanding, *sources: Source, service: str | None = None, host: str = "", genuine: bool = False
) -> Sender:
    return Sender(service, host, sources, standing, genuine)


_GOOD = _sender(
    SenderStanding.PASSES, Source("203.0.113.1", 12_400, 12_400, 12_400, 12_400), service="ovh", genuine=True
)
_OWN = _sender(SenderStanding.ALLOW, Source("198.51.100.7", 310, 0, 0, 0, 12, 4), host="imone.lt", genuine=True)
_UNSIGNED = _sender(SenderStanding.SIGN, Source("203.0.113.40", 90, 0), service="google", genuine=True)
_SERVICE = _sender(SenderStanding.SERVICE, Source("203.0.113.9", 44, 0), service="mailerlite")
_FORWARDER = _sender(SenderStanding.FORWARDED, Source("203.0.113.20", 7, 0, forwarded=7), host="persiuntejas.example")
_STRANGERS = tuple(
    _sender(SenderStanding.STRANGER, Source(f"192.0.2.{number}", 21 - number, 0)) for number in range(1, 12)
)


def _report(*senders: Sender, rest: int = 0, damaged: bool = False, others: int = 0) -> AggregateReport:
    sources = tuple(source for sender in senders for source in sender.sources)
    return AggregateReport(
        "google.com",
        "1234567",
        1_767_225_600,
        1_767_311_999,
        PublishedPolicy("imone.lt", "quarantine"),
        sources,
        len(sources) + rest,
        Source("", rest, rest, rest, rest),
        rest,
        damaged,
        others,
    )


_ALL = (_GOOD, _OWN, _UNSIGNED, _SERVICE, *_STRANGERS, _FORWARDER)
_FAILURE = FailureReport(
    "imone.lt",
    Source(
        "198.51.100.7",
        1,
        rejected=1,
        authors=("imone.lt",),
        envelopes=(Authenticated("imone.lt", "softfail"),),
        signatures=(Authenticated("imone.lt", "fail"),),
    ),
    "dmarc",
    "reject",
    "Tue, 06 Jan 2026 10:00:00 +0200",
    "jonas.jonaitis@imone.lt",
    "Sąskaita",
)
_TLS = TlsReport(
    "Google Inc.",
    "2026-01-06T00:00:00Z_imone.lt",
    "2026-01-06T00:00:00Z",
    "2026-01-06T23:59:59Z",
    (
        TlsPolicy(
            "imone.lt",
            "sts",
            1_190,
            21,
            (
                TlsFailure("certificate-expired", 14, "mx1.imone.lt"),
                TlsFailure("sts-policy-fetch-error", 6, "", "404 Not Found"),
                TlsFailure("naujas-rezultatas", 1, "mx2.imone.lt"),
            ),
        ),
    ),
)

MAIL_REPORTS: dict[str, AnyAnswer] = {
    "dmarc-report": DmarcReportAnswer("imone.lt", _report(*_ALL, rest=3), _ALL, _FINDINGS),
    "dmarc-report-checking": DmarcReportAnswer("imone.lt", _report(_GOOD, _OWN), (_GOOD, _OWN), checking=True),
    "dmarc-report-fine": DmarcReportAnswer("imone.lt", _report(_GOOD), (_GOOD,)),
    "dmarc-report-damaged": DmarcReportAnswer(
        "", _report(_STRANGERS[0], damaged=True, others=2), (_sender(SenderStanding.UNLOOKED, Source("192.0.2.1", 1)),)
    ),
    "dmarc-report-empty": DmarcReportAnswer("imone.lt", _report(), ()),
    "failure-report": FailureReportAnswer(
        "imone.lt", _FAILURE, _sender(SenderStanding.ALLOW, _FAILURE.source), _FINDINGS
    ),
    "failure-report-checking": FailureReportAnswer(
        "imone.lt", _FAILURE, _sender(SenderStanding.UNLOOKED, _FAILURE.source), checking=True
    ),
    "tls-report": TlsReportAnswer("imone.lt", _TLS),
    "tls-report-fine": TlsReportAnswer(
        "imone.lt", TlsReport("", "", "", "", (TlsPolicy("imone.lt", "sts", 7, 0),), others=1)
    ),
}

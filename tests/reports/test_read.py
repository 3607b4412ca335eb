"""Reports are read, or refused with the reason: DMARC aggregate and failure reports, TLS reports."""

import gzip
import json
from typing import Any

import pytest

from bot.reports.read import may_carry_report, read_report
from bot.reports.values import (
    MOST_SOURCES,
    AggregateReport,
    Authenticated,
    FailureReport,
    NoReport,
    Reading,
    TlsReport,
    Unreadable,
)
from tests.reports.making import FAILURE, aggregate, dkim_result, mail, packed, row, spf_result, zipped

ONE = aggregate(row("192.0.2.7", 3, dkim="pass", disposition="none"))


def read(content: bytes | str) -> AggregateReport:
    reading = read_report(content.encode() if isinstance(content, str) else content)
    assert isinstance(reading, AggregateReport), reading
    return reading


def reason(content: bytes) -> Unreadable:
    reading = read_report(content)
    assert isinstance(reading, NoReport), reading
    return reading.reason


def test_rows_of_an_address_are_summed() -> None:
    report = read(
        aggregate(
            row("192.0.2.7", 3, dkim="pass", results=dkim_result("imone.example") + spf_result("kita.example")),
            row("192.0.2.7", 2, spf="pass", results=spf_result("imone.example")),
            row("192.0.2.7", 4, disposition="reject", reason="mailing_list"),
            row("2001:DB8::0:1", 1, disposition="quarantine"),
        )
    )
    first, second = report.sources
    assert (first.address, first.messages, first.passed, first.dkim, first.spf) == ("192.0.2.7", 9, 5, 3, 2)
    assert (first.rejected, first.forwarded, first.authors) == (4, 4, ("imone.example",))
    assert first.signatures == (Authenticated("imone.example", "pass", "s1"),)
    assert first.envelopes == (Authenticated("kita.example", "pass"), Authenticated("imone.example", "pass"))
    assert (second.address, second.quarantined) == ("2001:db8::1", 1)
    assert (report.organization, report.begin, report.policy.domain) == ("Gavėjas", 1700000000, "imone.example")
    assert (report.rows, report.messages, report.passed, report.damaged) == (4, 10, 5, False)


@pytest.mark.parametrize(
    "content",
    [
        ONE.encode(),
        b"\xef\xbb\xbf\r\n" + ONE.partition("?>")[2].encode(),
        ONE.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        ONE.replace('"1.0"', '"1.0" encoding="ISO-8859-13"').encode("iso-8859-13"),
        packed(ONE),
        packed(ONE) + packed(" ") + b"\0\0",
        zipped(a_xml=ONE.encode()),
        zipped(a_gz=packed(ONE)),
        mail(packed(ONE)),
        mail(packed(ONE), "application/octet-stream", "x"),
        mail(ONE.encode(), "text/xml"),
        mail(zipped(a_xml=ONE.encode()), "application/zip"),
        b"From: a@b.lt\nSubject: Fwd\nContent-Type: message/rfc822\n\n" + mail(packed(ONE)),
        mail(packed(ONE)).replace(b"\n", b"\r\n"),
        gzip.compress(packed(ONE), mtime=0),
        zipped(a_zip=zipped(a_xml=ONE.encode())),
        b"Report follows.\n" + ONE.encode(),
        b"From: a@b.lt\nSubject: r\nContent-Type: text/plain\n\nLabas\n\n" + ONE.encode(),
    ],
)
def test_a_report_is_read_however_it_comes(content: bytes) -> None:
    report = read(content)
    assert [(source.address, source.messages, source.dkim) for source in report.sources] == [("192.0.2.7", 3, 3)]
    assert (report.policy.domain, report.damaged) == ("imone.example", False)


def test_elements_of_rfc_9990_and_namespaces() -> None:
    text = ONE.replace("<feedback>", '<d:feedback xmlns:d="urn:ietf:params:xml:ns:dmarc-2.0">')
    text = text.replace("</feedback>", "</d:feedback>").replace(
        "<p>none</p>",
        "<p>reject</p><np>quarantine</np><testing>y</testing><discovery_method>treewalk</discovery_method>",
    )
    text = text.replace("<report_id>", "<generator>rua 2.1</generator><report_id>").replace(
        "<auth_results>", '<x:more xmlns:x="urn:x"><x:domain>svetima.example</x:domain></x:more><auth_results>'
    )
    report = read(text.replace("<disposition>none", "<disposition>pass"))
    assert (report.policy.p, report.policy.np, report.policy.testing) == ("reject", "quarantine", True)
    assert report.passed == 3


def test_results_that_the_receiver_left_out_are_worked_out_by_alignment() -> None:
    whole = row("192.0.2.7", results=spf_result("pastas.imone.example") + dkim_result("svetima.example"))
    report = read(aggregate(whole.replace("<dkim>fail</dkim><spf>fail</spf>", "")))
    assert (report.sources[0].spf, report.sources[0].dkim) == (1, 0)


@pytest.mark.parametrize(
    ("count", "messages"), [("7", 7), ("7.0", 7), (" 12 ", 12), ("", 1), ("-5", 1), ("daug", 1), ("9" * 5000, 10**12)]
)
def test_a_count_is_bounded_and_a_row_is_one_message_at_least(count: str, messages: int) -> None:
    assert read(aggregate(row("192.0.2.7", count))).messages == messages


def test_a_zone_id_or_a_name_is_no_address() -> None:
    report = read(aggregate(row("fe80::1%eth0"), row("mail.imone.example"), row("::ffff:192.0.2.7")))
    assert [(source.address, source.messages) for source in report.sources] == [("", 2), ("192.0.2.7", 1)]


def test_no_more_sources_than_a_case_needs_are_told_apart() -> None:
    many = [row(f"10.{number // 250}.{number % 250}.1", 2, spf="pass") for number in range(MOST_SOURCES + 20)]
    report = read(aggregate(*many, row("192.0.2.7", 5)))
    assert len(report.sources) == MOST_SOURCES
    assert (report.rest_sources, report.rest.messages, report.rest.passed) == (21, 42, 42)
    assert report.messages == 2 * len(many) + 5


BROKEN = aggregate(row("192.0.2.7", 3), row("192.0.2.8", 2))


@pytest.mark.parametrize(
    ("content", "addresses"),
    [
        (BROKEN.replace("Gavėjas", "A & B"), ["192.0.2.7", "192.0.2.8"]),
        (BROKEN.replace("Gavėjas", "\x00\x1b"), ["192.0.2.7", "192.0.2.8"]),
        (BROKEN.replace('"1.0"', '"1.0" encoding="x-nera"'), ["192.0.2.7", "192.0.2.8"]),
        (BROKEN.replace("</identifiers>", "</identifier>", 1), ["192.0.2.8"]),
        (BROKEN[: BROKEN.index("192.0.2.8") + 4], ["192.0.2.7"]),
        (BROKEN.replace("<feedback>", "<x:feedback>"), ["192.0.2.7", "192.0.2.8"]),
    ],
)
def test_a_broken_report_is_read_as_far_as_it_can_be(content: str, addresses: list[str]) -> None:
    report = read(content)
    assert [source.address for source in report.sources] == addresses
    assert (report.policy.domain, report.damaged) == ("imone.example", True)


def test_bytes_of_another_charset_than_declared() -> None:
    raw = ONE.replace('"1.0"', '"1.0" encoding="utf-8"').encode("iso-8859-13")
    assert read(raw).sources[0].messages == 3


def test_what_stands_after_the_schema_or_the_report_does_not_make_it_damaged() -> None:
    schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    assert not read(ONE.replace("<feedback>", f"{schema}<feedback>")).damaged
    assert not read(f"{ONE}<p>trailer</p>").damaged


def test_gzip_that_breaks_off_gives_what_it_held() -> None:
    long = aggregate(*(row(f"192.0.2.{number}", number) for number in range(1, 250)))
    report = read(packed(long)[:-400])
    assert report.damaged
    assert 100 < report.rows < 249


def test_of_an_archive_the_first_report_is_read_and_the_others_are_counted() -> None:
    assert read(zipped(readme_txt=b"hello", a_xml=ONE.encode(), b_xml=ONE.encode())).others == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (packed(""), "empty"),
        (aggregate(domain="").encode(), "empty"),
        (b"Hello", "no-report"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no-report"),
        (b"<html><body>Hello</body></html>", "no-report"),
        (b'{"a": 1}', "no-report"),
        (b"[1]", "no-report"),
        (mail(b"hello", "text/plain"), "no-report"),
        (zipped(a_txt=b"hello"), "no-report"),
        (b"<feedback><report_metadata><org_name>A</org_na", "damaged"),
        (packed(ONE)[:14], "damaged"),
        (zipped(a_xml=ONE.encode())[:-30], "damaged"),
        (b'{"policies": [{"policy": ', "damaged"),
        (b'{"policies":' + b"[" * 100_000, "damaged"),
        (b'{"policies":[]}', "empty"),
        (packed("<feedback>" + " " * 1_000_000), "bomb"),
        (packed(" " * 1_000_000), "empty"),
        (zipped(a_xml=b"<feedback>" + b" " * 1_000_000), "bomb"),
        (mail(packed("<feedback>" + " " * 1_000_000)), "bomb"),
        (gzip.compress(packed("<feedback>" + " " * 9_000_000), mtime=0), "bomb"),
        (b'{"policies":[' + b" " * 9_000_000, "too-large"),
    ],
)
def test_what_is_not_read_is_refused_with_its_reason(content: bytes, why: str) -> None:
    assert reason(content) == why


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE f [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE f [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE f SYSTEM "http://198.51.100.1/f.dtd" [<!ENTITY % p SYSTEM "http://198.51.100.1/p">%p;]>',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    text = ONE.replace("<feedback>", f"{declared}<feedback>").replace("Gavėjas", "&b;")
    assert reason(text.encode()) == "entities"


def test_an_archive_with_a_password_is_refused() -> None:
    raw = bytearray(zipped(a_xml=ONE.encode()))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(raw)) == "encrypted"


def test_elements_deep_in_each_other_end_the_reading() -> None:
    assert reason(b"<feedback>" + b"<a>" * 200_000) in ("damaged", "no-report")
    assert reason(packed("<feedback>" + "<a>" * 5_000)) in ("damaged", "bomb")


def tls(**changed: Any) -> dict[str, Any]:
    policy = {
        "policy": {"policy-type": "sts", "policy-domain": "imone.example"},
        "summary": {"total-successful-session-count": 90, "total-failure-session-count": 10},
        "failure-details": [
            {
                "result-type": "certificate-expired",
                "receiving-mx-hostname": "MX1.imone.example",
                "failed-session-count": 4,
            },
            {
                "result-type": "certificate-expired",
                "receiving-mx-hostname": "mx1.imone.example.",
                "failed-session-count": "3",
            },
            {"result-type": "starttls-not-supported", "failed-session-count": 3},
        ],
        **changed,
    }
    dates = {"start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z"}
    return {"organization-name": "Siuntėjas", "report-id": "t1", "date-range": dates, "policies": [policy]}


def read_tls(content: dict[str, Any]) -> TlsReport:
    reading = read_report(json.dumps(content).encode())
    assert isinstance(reading, TlsReport), reading
    return reading


def test_tls_failures_are_summed_by_reason() -> None:
    report = read_tls(tls())
    (policy,) = report.policies
    assert (report.organization, policy.domain, policy.type) == ("Siuntėjas", "imone.example", "sts")
    assert (policy.successful, policy.failed) == (90, 10)
    assert [(failure.result, failure.sessions, failure.host) for failure in policy.failures] == [
        ("certificate-expired", 7, "mx1.imone.example"),
        ("starttls-not-supported", 3, ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + json.dumps(tls()).encode(),
        json.dumps(tls()).encode("utf-16"),
        gzip.compress(json.dumps(tls()).encode(), mtime=0),
        mail(gzip.compress(json.dumps(tls()).encode(), mtime=0), "application/tlsrpt+gzip"),
        mail(json.dumps(tls()).encode(), "application/tlsrpt+json"),
    ],
)
def test_a_tls_report_is_read_however_it_comes(content: bytes) -> None:
    reading = read_report(content)
    assert isinstance(reading, TlsReport)
    assert reading.policies[0].failed == 10


@pytest.mark.parametrize(
    "odd",
    [
        {"summary": None, "failure-details": None, "policy": []},
        {"summary": {"total-failure-session-count": True, "total-successful-session-count": 1e400}},
        {"failure-details": {"result-type": 5, "failed-session-count": [1]}},
        {"failure-details": [None, 1, "a", {}]},
        {"summary": {"total-failure-session-count": -3, "total-successful-session-count": 10**30}},
    ],
)
def test_odd_values_in_a_tls_report_are_left_out(odd: dict[str, Any]) -> None:
    (policy,) = read_tls(tls(**odd)).policies
    assert policy.failed >= 0
    assert policy.successful <= 10**12


def test_a_failure_report_is_one_message() -> None:
    reading: Reading = read_report(FAILURE.format(address="192.0.2.9", domain="imone.example").encode())
    assert isinstance(reading, FailureReport)
    assert (reading.reported_domain, reading.failure, reading.delivery) == ("imone.example", "dmarc", "reject")
    assert (reading.source.address, reading.source.messages, reading.source.rejected) == ("192.0.2.9", 1, 1)
    assert reading.source.envelopes == (Authenticated("imone.example", "softfail"),)
    assert (reading.sender, reading.subject) == ("jonas@imone.example", "Sąskaita")


def test_a_bounce_is_no_report_whatever_came_back_with_it() -> None:
    bounce = mail(packed(ONE)).replace(b"Content-Type: text/plain", b"Content-Type: message/delivery-status")
    assert may_carry_report(bounce)
    assert reason(bounce) == "no-report"


@pytest.mark.parametrize(
    "carrier", [mail(packed(ONE)), mail(ONE.encode(), "text/xml"), FAILURE.encode(), mail(packed(ONE), "x/y", "a.zip")]
)
def test_a_quick_look_misses_no_mail_that_carries_one(carrier: bytes) -> None:
    assert may_carry_report(carrier)
    assert not may_carry_report(b"From: a@imone.lt\nSubject: Pietus\n\nLabas\n")

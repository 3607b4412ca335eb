"""Any mail, read from its header: its path, the checks that count, the filter's verdict, the one cause."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.mails.read import read_file, read_text
from bot.mails.values import FilterVerdict, Kind, MailReading, Problem
from tests.codes.bounces.msg import outlook_file
from tests.mails.copied import COPIES

STORIES = Path(__file__).parent / "stories"
EXPECTED = tomllib.loads((STORIES / "expected.toml").read_text(encoding="utf-8"))


def story(name: str) -> bytes:
    return (STORIES / f"{name}.eml").read_bytes()


def parts(name: str) -> tuple[str, str]:
    head, _, body = story(name).decode().partition("\n\n")
    return head, body


@pytest.mark.parametrize("name", EXPECTED)
def test_the_cause_the_border_and_the_verdict_are_read(name: str) -> None:
    reading = read_file(story(name))
    expected = EXPECTED[name]
    assert reading.kind is Kind.MAIL
    assert reading.problem == expected["problem"]
    assert reading.sending_ip == expected["sending_ip"]
    assert reading.auth.by == expected.get("by")
    assert (reading.spam.verdict, reading.spam.by) == (expected["verdict"], expected.get("filter"))


@pytest.mark.parametrize("copy", COPIES)
def test_a_copied_header_says_what_the_mail_says(copy: str) -> None:
    for name in EXPECTED:
        whole = read_file(story(name))
        text = COPIES[copy](*parts(name))
        read = read_text(text)
        assert read is not None, name
        assert _told(read) == _told(whole), name


def _told(reading: MailReading) -> MailReading:
    """With the signs that are explained alone, as copying may cut others in two; without keys: only a file has them."""
    signs = tuple(sign for sign in reading.spam.signs if sign.known)
    return replace(reading, spam=replace(reading.spam, signs=signs), key_names=())


def test_a_question_or_a_server_reply_is_no_header() -> None:
    assert read_text("why does mail from imone.example land in spam?") is None
    assert read_text("550 5.7.26 This mail has been blocked because the sender is unauthenticated.") is None
    assert read_text("From: Ona <ona@imone.example>\nTo: jonas@kepykla.example\n\nLabas") is None


def test_a_notice_with_the_returned_header_below_it_is_a_bounce() -> None:
    notice = "Your message could not be delivered:\n550 5.1.1 <jonas@kepykla.example>: User unknown\n\n"
    assert read_text(notice + story("greylisted").decode()) is None


def test_qmails_own_hops_are_hops_without_a_host() -> None:
    mail = b"""Return-Path: <a@sveika.example>
Received: (qmail 47739 invoked by uid 1001); 20 Nov 2026 08:00:12 -0000
Received: from unknown (HELO mail.sveika.example) (46.105.33.14)
  by 0 with ESMTPS; 20 Nov 2026 08:00:11 -0000
Received-SPF: softfail (0: transitioning SPF record at _spf.sveika.example does not designate 46.105.33.14)
From: a@sveika.example

x
"""
    reading = read_file(mail)
    assert [(hop.from_host, hop.by_host) for hop in reading.hops] == [("mail.sveika.example", "0"), (None, None)]
    assert (reading.auth.spf, reading.auth.spf_domain, reading.problem) == ("softfail", "sveika.example", Problem.SPF)


def test_who_only_calls_itself_a_filter_service_is_outside() -> None:
    mail = b"""Received: from eu-smtp-inbound-1.mimecast.com (203.0.113.66) by
 AM6EUR05FT052.mail.protection.outlook.com (10.233.240.192) with Microsoft SMTP Server id 15.20.9320.13;
 Tue, 24 Nov 2026 09:02:11 +0000
Authentication-Results: eu-smtp-inbound-1.mimecast.com; spf=pass smtp.mailfrom=sveika.example; dmarc=pass
Received: from mo532.mail-out.ovh.net (mo532.mail-out.ovh.net [46.105.33.14]) by
 eu-smtp-inbound-1.mimecast.com with ESMTPS id uk-mta-1; Tue, 24 Nov 2026 09:02:09 +0000
From: Ona <ona@sveika.example>
X-Forefront-Antispam-Report: CIP:203.0.113.66;H:eu-smtp-inbound-1.mimecast.com;PTR:vps66.nuoma.example;SFV:NSPM;

Labas
"""
    reading = read_file(mail)
    assert reading.sending_ip == "203.0.113.66"
    assert reading.auth.dmarc is None


def test_a_mail_that_was_collected_from_a_mailbox_came_from_where_that_got_it() -> None:
    fetched = b"""Received: from mail.mokykla.example (mail.mokykla.example [185.34.52.40])
 by namai.example with POP3 (fetchmail-6.4.38) for <ona@localhost>; Tue, 24 Nov 2026 10:30:00 +0200
"""
    assert read_file(fetched + story("spamassassin")).sending_ip == "194.31.55.86"


@pytest.mark.parametrize(
    "client",
    [
        "mx.mokykla.example (unknown [194.31.55.86])",
        "mx.mokykla.example (mx.mokykla.example [194.31.55.86] (may be forged))",
        "[194.31.55.86]:4711 (helo=mx.mokykla.example)",
        "unknown (HELO mx.mokykla.example) (194.31.55.86)",
        "194.31.55.86 (EHLO mx.mokykla.example)",
    ],
)
def test_a_client_that_calls_itself_the_receiver_is_outside_where_no_name_was_found_for_it(client: str) -> None:
    mail = story("spamassassin").decode().replace("mail.listed.example (unknown [194.31.55.86])", client)
    assert read_file(mail.encode()).sending_ip == "194.31.55.86"


def test_an_empty_envelope_has_no_domain() -> None:
    assert read_file(b"Return-Path: <>\n" + story("clean").partition(b"\n")[2]).envelope_domain is None


def test_outlooks_file_keeps_every_hop() -> None:
    head, body = parts("spamassassin")
    reading = read_file(outlook_file(head.replace("\n", "\r\n"), "KAINYNAS", body))
    assert len(reading.hops) == 2
    assert reading.problem is Problem.BLOCKLISTED


def test_hops_are_in_the_order_of_travel_with_what_each_waited() -> None:
    reading = read_file(story("greylisted"))
    assert [(hop.from_host, hop.by_host, hop.delay_seconds) for hop in reading.hops] == [
        ("app.sveika.example", "mo532.mail-out.ovh.net", None),
        ("mo532.mail-out.ovh.net", "mx.mokykla.example", 909.0),
        ("localhost", "mx.mokykla.example", 2.0),
    ]
    assert [hop.encrypted for hop in reading.hops] == [True, True, False]
    assert (reading.slowest, reading.border, reading.total_seconds) == (1, 1, 911.0)


def test_a_clock_that_is_ahead_is_no_delay() -> None:
    late = story("greylisted").replace(b"14:15:10 +0200", b"14:30:10 +0200")  # only the server between is wrong
    reading = read_file(late)
    assert reading.hops[1].delay_seconds == 1809
    assert reading.hops[2].delay_seconds == -898
    assert reading.skewed == (2,)
    assert reading.slowest == 1  # the greylisting's quarter of an hour is left


FORGED = (
    b"Authentication-Results: mx.mokykla.example; spf=pass smtp.mailfrom=a.example; dmarc=pass header.from=a.example\n"
)


@pytest.mark.parametrize("identifier", [b"mx.mokykla.example", b"mx.google.com"])
def test_results_below_the_border_are_the_senders_own(identifier: bytes) -> None:
    forged = FORGED.replace(b"mx.mokykla.example", identifier)
    mail = story("newsletter").replace(b"DKIM-Signature:", forged + b"DKIM-Signature:", 1)
    reading = read_file(mail)
    assert reading.auth.dmarc == "fail"
    assert reading.auth.untrusted == (identifier.decode(),)


def test_gmails_results_stand_below_its_own_received_field_and_count() -> None:
    mail = story("gmail-dmarc").replace(b"ARC-Authentication-Results", b"X-Removed")
    assert read_file(mail).auth.by == "mx.google.com"
    forged = mail.replace(
        b"Received: by crm", FORGED.replace(b"mx.mokykla.example", b"mx.google.com") + b"Received: by crm"
    )
    assert read_file(forged).auth.dmarc == "fail"


def test_a_score_that_the_sender_wrote_is_not_the_receivers() -> None:
    lure = b"X-Spam-Status: No, score=-9.0 required=5.0 tests=BAYES_00=-1.9\n"
    mail = story("gmail-dmarc").replace(b"From: Acme", lure + b"From: Acme")
    assert read_file(mail).spam.verdict is FilterVerdict.UNKNOWN


def test_a_filter_service_in_front_is_the_receivers_side() -> None:
    mail = b"""Received: from eu-smtp-inbound-1.mimecast.com (185.58.85.10) by
 AM6EUR05FT052.mail.protection.outlook.com (10.233.240.192) with Microsoft SMTP Server id 15.20.9320.13;
 Tue, 24 Nov 2026 09:02:11 +0000
Authentication-Results: eu-smtp-inbound-1.mimecast.com;
 spf=pass smtp.mailfrom=ona@sveika.example; dkim=none; dmarc=pass header.from=sveika.example
Received: from mo532.mail-out.ovh.net (mo532.mail-out.ovh.net [46.105.33.14]) by
 eu-smtp-inbound-1.mimecast.com with ESMTPS id uk-mta-1; Tue, 24 Nov 2026 09:02:09 +0000
From: Ona <ona@sveika.example>
To: jonas@kepykla.example

Labas
"""
    reading = read_file(mail)
    assert reading.sending_ip == "46.105.33.14"
    assert reading.auth.by == "eu-smtp-inbound-1.mimecast.com"


@pytest.mark.parametrize(
    ("sender", "reply_to", "kind", "problem"),
    [
        ("Ona <ona@kepyk1a.example>", "", "lookalike", Problem.LOOKALIKE),
        ("Ona <ona@xn--kepykl-8nf.example>", "", "lookalike", Problem.LOOKALIKE),  # kepyklа with a Cyrillic а
        ('"ona@kepykla.example" <ona@svetima.example>', "", "display-name", Problem.SPOOFED),
        ('"Ona <ona@kepykla.example>" <ona@svetima.example>', "", "display-name", Problem.SPOOFED),
        ("=?utf-8?q?Ona_=3Cona=40kepykla.example=3E?= <o@svetima.example>", "", "display-name", Problem.SPOOFED),
        ("Ona <ona@svetima.example>", "ona@kita.example", "reply-to", Problem.NONE),
    ],
)
def test_who_pretends_is_told_with_what_it_resembles(sender: str, reply_to: str, kind: str, problem: Problem) -> None:
    answer = f"Reply-To: {reply_to}\n" if reply_to else ""
    mail = f"""Received: from mail.svetima.example (mail.svetima.example [91.200.14.3])
 by mx.kepykla.example with ESMTPS id 1 for <jonas@kepykla.example>; Tue, 24 Nov 2026 09:02:11 +0000
From: {sender}
{answer}To: jonas@kepykla.example

Labas
"""
    reading = read_file(mail.encode())
    assert [each.kind for each in reading.suspicions][:1] == [kind]
    assert reading.problem is problem


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (
            "Subject: Report Domain: a.example Submitter: b.example Report-ID: 1\nContent-Type: application/zip",
            Kind.REPORT,
        ),
        ("Content-Type: multipart/report; report-type=tlsrpt; boundary=b", Kind.REPORT),
        ("Auto-Submitted: auto-replied\nSubject: Automatic reply: out of office", Kind.AUTO_REPLY),
    ],
)
def test_reports_and_automatic_replies_are_told_apart(fields: str, kind: Kind) -> None:
    mail = f"Received: from a.example by b.example; Tue, 24 Nov 2026 09:02:11 +0000\nFrom: a@a.example\n{fields}\n\nx\n"
    assert read_file(mail.encode()).kind is kind


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"Received:", b"\xff\xfe\x00", b"Received: " + b"(" * 5000, b"From: @\nReceived: ;;;"]
)
def test_nothing_that_is_dropped_raises(raw: bytes) -> None:
    assert read_file(raw).sending_ip is None


def test_a_server_without_a_full_name_belongs_to_the_receiver_of_the_next_hop() -> None:
    """iCloud's servers give themselves none, and each of its checks names itself (as iCloud shows a source)."""
    mail = b"""Received: from mr85p00im-zteg06021901.me.com by p124-mailgateway-smtp-7f (mailgateway)
 with SMTP id 5d3; Tue, 24 Nov 2026 08:00:20 GMT
X-Apple-MoveToFolder: Junk
Received: from mail.imone.example (unknown [198.51.100.4]) by p00-icloudmta-asmtp-us-central-1k-20-percent-1 (Postfix)
 with ESMTPS id 7B1 for <jonas@icloud.com>; Tue, 24 Nov 2026 08:00:19 +0000 (UTC)
Authentication-Results: dmarc.icloud.com; dmarc=fail header.from=imone.example
Authentication-Results: dkim-verifier.icloud.com; dkim=none
Authentication-Results: spf.icloud.com; spf=fail smtp.mailfrom=info@imone.example
From: info@imone.example

Labas
"""
    reading = read_file(mail)
    assert (reading.auth.spf, reading.auth.dmarc, reading.sending_ip) == ("fail", "fail", "198.51.100.4")
    assert (reading.spam.verdict, reading.spam.by) == (FilterVerdict.SPAM, "apple")

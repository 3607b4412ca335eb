"""Notices that keep to no standard, and the standards' own corners."""

import tomllib
from pathlib import Path

import pytest

from bot.codes.bounces import formats
from bot.codes.bounces.mail.charsets import decode
from bot.codes.bounces.mail.mime import decode_words
from bot.codes.bounces.notice import arf, dsn
from bot.codes.bounces.read import read_mail
from bot.codes.bounces.replies.commands import Command, command_in
from bot.codes.bounces.replies.reply import accused_ip, codes, join

NOTICES = tomllib.loads((Path(__file__).parent / "formats.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_gives_its_recipient_and_cause(name: str) -> None:
    diagnoses = read_mail(NOTICES[name]["mail"].encode()).diagnoses
    assert [(each.recipient, each.cause) for each in diagnoses] == [("jonas@imone.lt", NOTICES[name]["cause"])]


def test_every_detector_has_marks_of_its_own_in_lower_case() -> None:
    marks = [mark for detector in formats.DETECTORS for mark in detector.MARKS]
    assert all(detector.MARKS for detector in formats.DETECTORS)
    assert all(mark == mark.lower() for mark in marks)
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize(
    ("reply", "field", "reply_code", "status"),
    [
        ("550 5.1.1 User unknown", None, "550", "5.1.1"),
        ("550 User unknown", "5.1.1", "550", "5.1.1"),
        ("550 5.7.1 Relay denied", "5.0.0", "550", "5.7.1"),
        ("550 5.0.0 No", "5.1.1", "550", "5.1.1"),
        ("554 4.4.7 Message expired<421 4.4.2 Connection timed out>", "4.4.7", "421", "4.4.2"),
        ("host mx[192.0.2.1] said: 452-4.2.2 Full", None, "452", "4.2.2"),
        ("temporarily deferred - 4.16.55.1", None, None, None),
        ("connect to mx.imone.lt[203.0.113.45]:25: timed out", "4.4.1", None, "4.4.1"),
    ],
)
def test_codes_of_a_reply(reply: str, field: str | None, reply_code: str | None, status: str | None) -> None:
    reply_codes = codes(reply, field)
    assert (reply_codes.reply_code, reply_codes.status) == (reply_code, status)


def test_numbers_in_the_text_survive_joining() -> None:
    assert join("552-5.3.4 At most 552 items\n552 5.3.4 are taken.") == "552 5.3.4 At most 552 items are taken."


def test_the_accused_address_is_public_and_not_the_servers_own() -> None:
    assert accused_ip("at 127.0.0.1, client [203.0.113.7]") == "203.0.113.7"
    assert accused_ip("host [192.0.2.1] blocks [2001:db8:0:0:0:0:0:7]", "192.0.2.1") == "2001:db8::7"
    assert accused_ip("version 999.1.1.1") is None


def test_groups_of_a_report_torn_by_blank_lines_belong_together() -> None:
    report = dsn.read(
        "Reporting-MTA: dns; a.lt\n\nAction: failed\n\nFinal-Recipient: rfc822; b@c.lt\nStatus: 5.1.1 (no)\n"
    )
    assert [(each.recipient, each.status, each.action) for each in report.accounts] == [("b@c.lt", "5.1.1", "failed")]
    assert report.reporting_host == "a.lt"


def test_a_delivered_recipient_is_told_from_a_failed_one() -> None:
    mail = (
        "From: MAILER-DAEMON@a.lt\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; a.lt\n\nFinal-Recipient: rfc822; x@b.lt\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; y@b.lt\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    )
    assert [each.cause for each in read_mail(mail.encode()).diagnoses] == ["delivered", "userunknown"]


def test_an_authentication_failure_report_keeps_its_kind() -> None:
    complaint = arf.read("Feedback-Type: auth-failure\nSource-IP: 203.0.113.7\n")
    assert (complaint.kind, complaint.source_ip) == ("auth-failure", "203.0.113.7")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("(in reply to end of DATA command)", Command.DATA),
        ("SMTP error from remote mail server after pipelined MAIL FROM:<a@b.lt>:", Command.MAIL),
        ("host mx refused to talk to me: 554", Command.CONNECT),
        ("after initial connection:", Command.CONNECT),
        ("nothing of the kind", None),
    ],
)
def test_the_command_that_was_answered(text: str, command: Command | None) -> None:
    assert command_in(text) is command


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("Dėžutė".encode("cp1257"), "windows-1257"),
        ("Dėžutė".encode("cp1257"), "nera-tokios"),
        ("Dėžutė".encode(), "us-ascii"),
        ("Dėžutė".encode("cp1257"), "utf-8"),
        ("Dėžutė".encode("utf-7"), "unicode-1-1-utf-7"),
    ],
)
def test_charsets_right_wrong_and_unknown(raw: bytes, charset: str) -> None:
    assert decode(raw, charset) == "Dėžutė"


def test_japanese_is_read_without_a_charset() -> None:
    assert decode("メール".encode("iso2022_jp")) == "メール"


def test_broken_encoded_words_stay() -> None:
    assert decode_words("=?utf-8?Q?S=C4=85skaita?= =?utf-8?B?IQ==?= =?x?Z?a?=") == "Sąskaita! =?x?Z?a?="

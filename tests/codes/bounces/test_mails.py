"""Whole mails: what each of `mails/` says, as `mails.toml` has it."""

import tomllib
from pathlib import Path

import pytest

from bot.codes.bounces.read import read_file, read_mail
from bot.codes.values import Actor, Confidence, MailKind, Resend
from tests.codes.bounces.msg import outlook_file

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "mails.toml").read_text(encoding="utf-8"))


def mail(name: str) -> bytes:
    return (HERE / "mails" / f"{name}.eml").read_bytes()


def test_every_sample_has_its_expectation() -> None:
    assert EXPECTED.keys() == {file.stem for file in (HERE / "mails").glob("*.eml")}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_recipient_gets_its_cause_and_codes(name: str) -> None:
    reading = read_mail(mail(name))
    summaries = [
        {
            "recipient": each.recipient or "",
            "cause": each.cause,
            "reply_code": each.reply_code or "",
            "status": each.status or "",
        }
        for each in reading.diagnoses
    ]
    assert (reading.kind, summaries) == (EXPECTED[name]["kind"], EXPECTED[name]["said"])


@pytest.mark.parametrize("name", EXPECTED)
def test_line_ends_do_not_matter(name: str) -> None:
    assert read_mail(mail(name).replace(b"\n", b"\r\n")) == read_mail(mail(name))


def test_what_an_investigation_needs_is_taken_from_the_mail() -> None:
    reading = read_mail(mail("gmail-unauthenticated"))
    diagnosis = reading.diagnoses[0]
    assert reading.subject == "Sąskaita už lapkritį"
    assert diagnosis.rule == "google/unauthenticated"
    assert diagnosis.confidence is Confidence.PROVIDER
    assert diagnosis.provider == "google"
    assert diagnosis.sender == "ona@siuntejas.lt"
    assert diagnosis.sending_ip == "203.0.113.7"
    assert diagnosis.remote_host == "gmail-smtp-in.l.google.com"
    assert diagnosis.reporting_host == "mail.siuntejas.lt"
    assert diagnosis.dkim_selectors == (
        "pastas2026._domainkey.siuntejas.lt",
        "ovhmo-selector-1._domainkey.siuntejas.lt",
    )
    assert diagnosis.diagnostic.count("5.7.26") == 1
    assert "sender is unauthenticated" in diagnosis.evidence


def test_the_blocklist_is_named() -> None:
    diagnosis = read_mail(mail("spamhaus-zen")).diagnoses[0]
    assert (diagnosis.blocklist, diagnosis.sending_ip) == ("zen.spamhaus.org", "203.0.113.7")


def test_a_server_that_still_tries_needs_nobody_yet() -> None:
    diagnosis = read_mail(mail("rate-limit")).diagnoses[0]
    assert diagnosis.resend is Resend.AUTOMATIC
    assert diagnosis.actors[0] is Actor.NOBODY


def test_a_dead_address_is_a_hard_bounce_and_a_full_mailbox_is_not() -> None:
    assert [each.permanent for each in read_mail(mail("user-unknown-and-full")).diagnoses] == [True, False, True]


def test_a_bounce_passed_on_inside_another_mail_is_found() -> None:
    wrapped = (
        b"From: ona@siuntejas.lt\nTo: pagalba@hostas.lt\nSubject: Fwd: ?\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="w"\n\n--w\nContent-Type: text/plain\n\nKas tai?\n\n'
        b"--w\nContent-Type: message/rfc822\n\n" + mail("mailbox-full") + b"\n--w--\n"
    )
    assert read_mail(wrapped).diagnoses[0].cause == "mailboxfull"


def test_a_mail_whose_boundaries_do_not_fit_is_read() -> None:
    torn = mail("spamhaus-zen").replace(
        b"--4C2F1A0B.1795850/mail.siuntejas.lt\nContent-Description: Und", b"--XX\nContent-Description: Und"
    )
    assert read_mail(torn).diagnoses[0].cause == "blocked"


def test_an_ordinary_mail_and_an_empty_file_are_no_bounces() -> None:
    assert read_mail(mail("newsletter")).kind is MailKind.OTHER
    assert read_mail(b"").diagnoses == ()


def test_an_outlook_file_is_read() -> None:
    body = (
        "Delivery has failed to these recipients or groups:\n\njonas@imone.lt\n\n"
        "Diagnostic information for administrators:\n\nGenerating server: AM6.eurprd05.prod.outlook.com\n\n"
        "jonas@imone.lt\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; "
        "Recipient not found by SMTP address lookup'\n"
    )
    raw = outlook_file("From: postmaster@outlook.com\nSubject: Undeliverable\n", "Undeliverable", body)
    diagnosis = read_file("Undeliverable.MSG", raw).diagnoses[0]
    assert (diagnosis.cause, diagnosis.status, diagnosis.recipient) == ("userunknown", "5.1.10", "jonas@imone.lt")


def test_a_broken_outlook_file_is_no_bounce() -> None:
    assert read_file("laiskas.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).kind is MailKind.OTHER


def test_a_mailbox_file_of_several_mails_gives_what_each_says() -> None:
    names = ("greylisting", "mailbox-full", "complaint")
    box = b"\n".join(b"From MAILER-DAEMON Mon Jan  5 10:00:00 2026\n" + mail(name) for name in names)
    assert read_mail(box).diagnoses == tuple(
        diagnosis for name in names for diagnosis in read_mail(mail(name)).diagnoses
    )


def test_typed_text_that_looks_like_a_mail_is_read_as_text() -> None:
    typed = b"From: Jonas\nSubject: kas tai\n\nLabas, negrizo: 550 user unknown\n"
    assert read_file("-", typed).diagnoses[0].cause == "userunknown"
    assert read_file("-", b"Message-ID: <1@a.lt>\n" + typed).kind is MailKind.OTHER

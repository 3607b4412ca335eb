"""Whom a refusal names: the sender's domain, the sending address, and nobody's address by mistake."""

import pytest

from bot.codes.bounces.read import read_mail, read_text
from bot.codes.bounces.replies.accused import sender_domain, sending_ip
from bot.codes.values import Actor, MailKind, Resend


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.7.1 Unauthenticated email from imone.lt is not accepted due to domain's DMARC policy.",
        "550 5.7.515 Access denied, sending domain IMONE.LT does not pass DMARC verification",
        "553 5.7.1 <info@imone.lt>: Sender address rejected: not owned by user",
        "550 5.7.26 SPF [imone.lt] with ip: [203.0.113.7] = did not pass",
        "553 5.1.8 <info@imone.lt>... Domain of sender address info@imone.lt does not exist",
        "550 imone.lt does not allow sending mails from 203.0.113.7",
    ],
)
def test_the_senders_domain_is_read_out_of_the_reply(reply: str) -> None:
    assert sender_domain(reply) == "imone.lt"
    assert read_text(reply).diagnoses[0].sender_domain == "imone.lt"


@pytest.mark.parametrize("reply", ["550 5.1.1 <jonas@imone.lt>: User unknown", "550 see www.imone.lt", "550 No"])
def test_other_names_are_not_taken_for_the_senders(reply: str) -> None:
    assert sender_domain(reply) is None


@pytest.mark.parametrize(
    ("reply", "ip"),
    [
        ("554 Client host [203.0.113.7] blocked using bl.imone.lt", "203.0.113.7"),
        ("host mx.imone.lt[203.0.113.9] said: 550 No", None),
        ("remote host 203.0.113.9 said: 550 No", None),
        ("connect to remote server [203.0.113.9:25] failed", None),
        ("554 Query Refused [Your DNS IP: 198.51.100.4]", None),
        ("554 Error: open resolver; https://check.spamhaus.org/returnc/pub/198.51.100.4/", None),
        ("[mx.imone.lt 203.0.113.80: socket error]", None),
    ],
)
def test_the_sending_address_is_not_the_other_sides(reply: str, ip: str | None) -> None:
    assert sending_ip(reply) == ip


@pytest.mark.parametrize(
    ("reply", "advice", "actor"),
    [
        ("554 5.7.1 Query Refused, see http://uribl.com/refused.shtml", "resolver-refused", Actor.RECIPIENT_ADMIN),
        ("550 5.1.8 Access denied, bad outbound sender AS(42004)", "microsoft-account-blocked", Actor.SENDER),
        ("554 5.4.6 Too many hops 26 (25 max)", "mail-loop", Actor.RECIPIENT_ADMIN),
        ("554 5.7.1 Client host [203.0.113.7] blocked using dnsbl.sorbs.net", "list-closed", Actor.RECIPIENT_ADMIN),
        ("554 5.7.1 Client host [203.0.113.7] blocked using xbl.spamhaus.org", "infected-machine", Actor.HOST),
        ("553 5.7.1 <a@imone.lt>: Sender address rejected: not owned by user b@imone.lt", "own-login", Actor.SENDER),
    ],
)
def test_single_replies_have_advice_of_their_own(reply: str, advice: str, actor: Actor) -> None:
    diagnosis = read_text(reply).diagnoses[0]
    assert (diagnosis.advice, diagnosis.actors[0]) == (advice, actor)
    assert diagnosis.resend is not Resend.AUTOMATIC


def test_every_recipient_of_a_complaint_is_named() -> None:
    mail = (
        "From: fbl@imone.lt\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
        "Original-Rcpt-To: a@imone.lt\nOriginal-Rcpt-To: b@imone.lt\n\n--b--\n"
    )
    reading = read_mail(mail.encode())
    assert [each.recipient for each in reading.diagnoses] == ["a@imone.lt", "b@imone.lt"]


def test_an_authentication_report_is_no_complaint_about_spam() -> None:
    mail = (
        "From: fbl@imone.lt\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: auth-failure\nSource-IP: 203.0.113.7\n\n--b--\n"
    )
    assert read_mail(mail.encode()).diagnoses[0].advice == "authentication-report"


def test_microsofts_junk_report_names_who_complained() -> None:
    mail = (
        "From: staff@hotmail.com\nSubject: complaint about message from 203.0.113.7\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
        "X-HmXmrOriginalRecipient: jonas@hotmail.com\nFrom: ona@siuntejas.lt\nSubject: Naujienos\n\n--b--\n"
    )
    reading = read_mail(mail.encode())
    assert reading.kind is MailKind.COMPLAINT
    assert (reading.diagnoses[0].recipient, reading.diagnoses[0].sending_ip) == ("jonas@hotmail.com", "203.0.113.7")


def test_a_wish_to_leave_a_list_is_no_automatic_reply() -> None:
    mail = (
        "From: jonas@imone.lt\nTo: unsubscribe+x1@siuntejas.lt\nSubject: unsubscribe\n"
        "Auto-Submitted: auto-replied\n\nunsubscribe\n"
    )
    diagnosis = read_mail(mail.encode()).diagnoses[0]
    assert (diagnosis.cause, diagnosis.advice, diagnosis.recipient) == (
        "feedback",
        "unsubscribe-request",
        "jonas@imone.lt",
    )

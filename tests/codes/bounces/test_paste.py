"""Pasted text: what chat, mail programs and logs make of a bounce is undone."""

import pytest

from bot.codes.bounces.read import read_text
from bot.codes.values import BounceReading, Diagnosis, MailKind


def only(reading: BounceReading) -> Diagnosis:
    assert len(reading.diagnoses) == 1
    return reading.diagnoses[0]


@pytest.mark.parametrize(
    "text",
    [
        "550 5.1.1 <jonas@imone.lt>: Recipient address rejected: User unknown",
        "550 5.1.1 &lt;jonas@imone.lt&gt;: Recipient address rejected: User unknown",
        "550 5.1.1 <mailto:jonas@imone.lt|jonas@imone.lt>: Recipient address rejected: User unknown",
        "> 550 5.1.1 <jonas@imone.lt>: Recipient\n> address rejected: User unknown",
        "> > 550 5.1.1 <jonas@imone.lt>: Recipient address rejected: User unknown",
        "550 5.1.1 <jonas@imone.lt>: Recipient address reje=\ncted: User unknown",
        "550-5.1.1 <jonas@imone.lt>: Recipient address\r\n550 5.1.1 rejected: User unknown",
        "```550 5.1.1 <jonas@imone.lt>: Recipient address rejected: User unknown```",
        "<jonas@imone.lt>: host mx1.imone.lt[192.0.2.25] said: 550 5.1.1 <jonas@imone.lt>:\n"
        "    Recipient address rejected: User unknown (in reply to RCPT TO command)",
        "Nov 16 09:12:01 mail postfix/smtp[123]: 4C2F1A0B12: to=<jonas@imone.lt>, relay=mx1.imone.lt[192.0.2.25]:25, "
        "delay=0.4, delays=0.1/0/0.2/0.1, dsn=5.1.1, status=bounced (host mx1.imone.lt[192.0.2.25] said: 550 5.1.1 "
        "<jonas@imone.lt>: Recipient address rejected: User unknown (in reply to RCPT TO command))",
        "2026-11-16 09:12:01 1tABCD-000123-4E ** jonas@imone.lt R=dnslookup T=remote_smtp H=mx1.imone.lt "
        "[192.0.2.25]: "
        "SMTP error from remote mail server after RCPT TO:<jonas@imone.lt>: 550 5.1.1 User unknown",
        "Delivery has failed to these recipients or groups:\n\njonas@imone.lt\n\n"
        "Diagnostic information for administrators:\n\n"
        "Generating server: mail.siuntejas.lt\n\njonas@imone.lt\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n"
        "Original message headers:\n\nFrom: ona@siuntejas.lt",
        "Delivery to the following recipient failed permanently:\n\n     jonas@imone.lt\n\n"
        "Technical details of permanent failure:\n"
        "Google tried to deliver your message, but it was rejected by the server for the recipient domain imone.lt by "
        "mx1.imone.lt. [192.0.2.25].\n\nThe error that the other server returned was:\n550 5.1.1 User unknown",
        "Final-Recipient: rfc822; jonas@imone.lt\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
    ],
)
def test_the_same_failure_in_any_dress(text: str) -> None:
    diagnosis = only(read_text(text))
    assert (diagnosis.cause, diagnosis.reply_code, diagnosis.status, diagnosis.recipient) == (
        "userunknown",
        "550",
        "5.1.1",
        "jonas@imone.lt",
    )


def test_continuation_lines_become_one_sentence() -> None:
    diagnosis = only(
        read_text(
            "550-5.7.26 Unauthenticated email from imone.lt is not accepted due to domain's\n"
            "550-5.7.26 DMARC policy. Please contact the administrator of imone.lt domain\n"
            "550 5.7.26 if this was a legitimate mail. - gsmtp"
        )
    )
    assert diagnosis.diagnostic == (
        "550 5.7.26 Unauthenticated email from imone.lt is not accepted due to domain's DMARC policy. "
        "Please contact the administrator of imone.lt domain if this was a legitimate mail. - gsmtp"
    )
    assert (diagnosis.cause, diagnosis.provider) == ("authfailure", "google")


NOTICES = (
    """<jonas@imone.example>: host mx.imone.example[203.0.113.9] said: 552 5.2.2
    Mailbox full (in reply to RCPT TO command)""",
    """This message was created automatically by mail delivery software.
The following address(es) failed:

  jonas@imone.example
    host mx.imone.example [203.0.113.9]
    SMTP error from remote mail server after RCPT TO:<jonas@imone.example>:
    552 5.2.2 Mailbox full""",
)


@pytest.mark.parametrize("pasted", NOTICES)
def test_what_somebody_wrote_below_is_not_among_the_servers_words(pasted: str) -> None:
    reading = read_text(f"Sveiki, ką daryti?\n\n{pasted}\n\nAčiū už pagalbą,\nPetras\n")
    assert reading.diagnoses[0].cause == "mailboxfull"
    assert "Mailbox full" in reading.diagnoses[0].diagnostic
    assert "Petras" not in reading.diagnoses[0].diagnostic


def test_two_log_lines_are_two_recipients() -> None:
    reading = read_text(
        "Nov 16 09:12:01 mail postfix/smtp[1]: 4C2F1A0B12: to=<a@imone.lt>, relay=none, delay=1, dsn=4.4.1, "
        "status=deferred (connect to mx1.imone.lt[192.0.2.25]:25: Connection timed out)\n"
        "Nov 16 09:12:02 mail postfix/smtp[1]: 4C2F1A0B13: to=<b@imone.lt>, relay=mx1.imone.lt[192.0.2.25]:25, "
        "delay=1, dsn=5.2.2, status=bounced (host mx1.imone.lt[192.0.2.25] said: 552 5.2.2 Mailbox full)"
    )
    assert [(each.recipient, each.cause) for each in reading.diagnoses] == [
        ("a@imone.lt", "expired"),
        ("b@imone.lt", "mailboxfull"),
    ]


def test_a_log_line_of_a_delivered_mail_is_no_failure() -> None:
    reading = read_text(
        "Nov 16 09:12:01 mail postfix/smtp[1]: 4C2F1A0B12: to=<a@imone.lt>, relay=mx1.imone.lt[192.0.2.25]:25, "
        "delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 5D3)"
    )
    assert all(each.cause in {"delivered", "undefined"} for each in reading.diagnoses)


def test_the_accused_address_is_not_the_remote_host() -> None:
    diagnosis = only(
        read_text(
            "<jonas@imone.lt>: host mx1.imone.lt[192.0.2.25] said: 554 5.7.1 Service unavailable; Client host "
            "[203.0.113.7] blocked using bl.spamcop.net (in reply to RCPT TO command)"
        )
    )
    assert (diagnosis.sending_ip, diagnosis.remote_host, diagnosis.blocklist) == (
        "203.0.113.7",
        "mx1.imone.lt",
        "bl.spamcop.net",
    )


def test_nothing_is_claimed_of_what_is_not_known() -> None:
    assert read_text("  \n ").kind is MailKind.OTHER
    diagnosis = only(read_text("550 5.0.0 qwertz"))
    assert (diagnosis.cause, diagnosis.evidence, diagnosis.rule) == ("undefined", "", "")

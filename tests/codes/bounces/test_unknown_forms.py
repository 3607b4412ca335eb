"""Notices in forms that no known mail system has: the recipient and the reason are found in any."""

import pytest

from bot.codes.bounces.read import read_mail, read_text
from bot.codes.values import MailKind

HEAD = "From: {}\nTo: jonas@siuntejas.example\nSubject: {}\nContent-Type: text/{}; charset=utf-8\n\n"


@pytest.mark.parametrize(
    ("sender", "subject", "kind", "body", "cause"),
    [
        (
            "Mail Gateway <noreply@gate.example>",
            "Your message was not delivered",
            "plain",
            "Hello,\n\n  For whom:      ona@gavejas.example\n  What happened: the letter box has no room left\n"
            "  What now:      please wait until spam is gone\n",
            "mailboxfull",
        ),
        (
            "Gate <gate@secure.example>",
            "Undelivered",
            "plain",
            "<nondelivery><recipient>ona@gavejas.example</recipient><reason>no such domain</reason></nondelivery>\n",
            "hostunknown",
        ),
        (
            "MailMan <postmaster@x.example>",
            "Undeliverable",
            "html",
            "<table><tr><td>Recipient</td><td>ona@gavejas.example</td></tr><tr><td>Reason</td>"
            "<td>This person is not known at gavejas.example</td></tr></table><p>Tips: must not be full.</p>",
            "userunknown",
        ),
        (
            "Post <post@office.example>",
            "Your mail to ona@gavejas.example",
            "plain",
            "Your mail to ona@gavejas.example was turned down. The other side said that you have to log in before you "
            "can send through it.\n",
            "securityerror",
        ),
        (
            "Courrier <robot@poste.example>",
            "Message non remis",
            "plain",
            "Bonjour,\n\nVotre message destiné à ona@gavejas.example n'a pas pu être remis.\n"
            "Motif : le compte du destinataire a été suspendu.\n\nMerci de ne pas y répondre.\n",
            "suspend",
        ),
        (
            "Mailer <daemon@seznam.example>",
            "Undelivered",
            "plain",
            "Zpráva pro <ona@gavejas.example> nemohla být doručena.\n\nDůvod / Reason:\n-------\n\n"
            "5.2.2 szn; Mailbox of the user has reached its limit\n",
            "mailboxfull",
        ),
    ],
)
def test_the_reason_is_read(sender: str, subject: str, kind: str, body: str, cause: str) -> None:
    reading = read_mail((HEAD.format(sender, subject, kind) + body).encode())
    assert [(each.recipient, each.cause) for each in reading.diagnoses] == [("ona@gavejas.example", cause)]


def test_an_answer_marked_automatic_that_tells_of_a_failed_delivery_is_a_bounce() -> None:
    head = "Auto-Submitted: auto-replied\n" + HEAD.format("System <sysadmin@x.example>", "Delivery Failure", "plain")
    body = "Could not deliver message to the following recipient(s):\n\nFailed Recipient: ona@gavejas.example\n"
    reason = "Reason: Remote host said: 554 5.7.1 listed at bl.imone.example\n"
    reading = read_mail((head + body + reason).encode())
    assert (reading.kind, reading.diagnoses[0].cause) == (MailKind.BOUNCE, "blocked")


@pytest.mark.parametrize(
    "text",
    [
        "Your offer was rejected by our board, please write to petras@kitas.example about the next one.",
        "I have sent your letter to ona@gavejas.example, she was blocked in traffic.",
    ],
)
def test_what_people_write_is_no_bounce(text: str) -> None:
    raw = HEAD.format("Ona <ona@imone.example>", "Offer", "plain") + text
    assert read_mail(raw.encode()).kind is MailKind.OTHER


def test_each_address_has_the_reason_that_stands_beside_it() -> None:
    body = (
        "Hand-over failed.\n\n<ona@gavejas.example>: the letter box has no room left\n\n"
        "<petras@gavejas.example>: Host or domain name not found. Name service error for\n"
        "    name=gavejas.example type=MX: Host not found, try again\n"
    )
    reading = read_mail((HEAD.format("Post <postmaster@x.example>", "Undelivered", "plain") + body).encode())
    assert [(each.recipient, each.cause) for each in reading.diagnoses] == [
        ("ona@gavejas.example", "mailboxfull"),
        ("petras@gavejas.example", "networkerror"),
    ]


def test_of_a_delay_and_a_refusal_the_refusal_counts() -> None:
    reading = read_text(
        "First came this:\n\nYour message to ona@gavejas.example is delayed: 421 4.4.1 Connection timed out.\n\n"
        "And then:\n\nYour message could not be delivered.\nmx.gavejas.example said: 550 5.1.1 User unknown\n"
    )
    assert [(each.cause, each.reply_code) for each in reading.diagnoses] == [("userunknown", "550")]


def test_a_sieve_scripts_refusal_is_no_automatic_reply() -> None:
    head = "Auto-Submitted: auto-replied (rejected)\n" + HEAD.format("Ona <ona@gavejas.example>", "Rejected", "plain")
    body = "Your message to <ona@gavejas.example> was automatically rejected:\nI take no offers.\n"
    assert [each.cause for each in read_mail((head + body).encode()).diagnoses] == ["filtered"]


def test_a_bounce_that_somebody_passed_on_as_html_without_a_blank_line_is_read() -> None:
    body = (
        "<p>Have a look</p><div>From: Mail Delivery Subsystem &lt;mailer-daemon@x.example&gt;<br>Date: Mon, 30 Nov 2026"
        "<br>Subject: Delivery Status Notification (Failure)<br>To: ona@siuntejas.example</div><div>Your message to "
        "petras@gavejas.example was not delivered.<br>The response was:<br>550 5.1.1 User unknown</div>"
    )
    reading = read_mail((HEAD.format("Ona <ona@siuntejas.example>", "Fwd: what is that", "html") + body).encode())
    assert [(each.recipient, each.cause) for each in reading.diagnoses] == [("petras@gavejas.example", "userunknown")]


def test_the_server_that_wrote_the_notice_is_not_the_one_that_answered() -> None:
    reading = read_text(
        "Delivery has failed to these recipients or groups:\n\njonas@imone.lt\n\n"
        "Diagnostic information for administrators:\n\nGenerating server: mail.siuntejas.lt\n\njonas@imone.lt\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
    ).diagnoses[0]
    assert (reading.remote_host, reading.reporting_host) == (None, "mail.siuntejas.lt")


def test_a_notice_marked_as_an_automatic_reply_by_a_person_like_sender_is_a_bounce() -> None:
    head = "Auto-Submitted: auto-replied\n"
    cases = (
        (
            "lists+owner@x.example",
            "Post to ona@gavejas.example denied: Offer",
            "unable to be delivered to the list",
            "mesgtoobig",
        ),
        ("List <list@x.example>", "Votre message a été rejeté", "a été rejeté", "mesgtoobig"),
    )
    wrong = []
    for sender, subject, failed, cause in cases:
        body = f"The message to ona@gavejas.example {failed}.\n\nIt exceeded the maximum allowed message size.\n"
        reading = read_mail((head + HEAD.format(sender, subject, "plain") + body).encode())
        if [(each.recipient, each.cause) for each in reading.diagnoses] != [("ona@gavejas.example", cause)]:
            wrong.append((subject, reading))
    assert not wrong


def test_each_line_of_a_list_of_addresses_with_dashes_has_its_reason() -> None:
    body = (
        "Not sent to:\n\n  ona@gavejas.example      – is on your suppression list, not attempted\n"
        "  petras@kita.example      – 552 5.2.2 mailbox full\n"
    )
    reading = read_mail((HEAD.format("News <news@x.example>", "Not delivered: 2", "plain") + body).encode())
    assert [(each.recipient, each.cause) for each in reading.diagnoses] == [
        ("ona@gavejas.example", "suppressed"),
        ("petras@kita.example", "mailboxfull"),
    ]


def test_the_fields_of_a_complaint_report_may_be_pasted() -> None:
    reading = read_text("Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\nOriginal-Rcpt-To: <ona@gavejas.example>")
    assert (reading.kind, reading.diagnoses[0].recipient) == (MailKind.COMPLAINT, "ona@gavejas.example")


def test_a_newsletter_about_mail_that_does_not_arrive_is_no_bounce() -> None:
    body = "Today we explain SPF, DKIM and DMARC, and why mailbox providers block.\n"
    subject = "5 reasons why your mail is not delivered"
    assert read_mail((HEAD.format("News <news@shop.example>", subject, "plain") + body).encode()).kind is MailKind.OTHER

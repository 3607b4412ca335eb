"""Mails that tell of no failed delivery, and refusals that look like such: receipts, absences, lists, tickets."""

import pytest

from bot.codes.bounces.read import read_mail, read_text
from bot.codes.values import MailKind, Resend

MAIL = "From: {}\nTo: jonas@siuntejas.example\nSubject: {}\n{}Content-Type: text/plain; charset=utf-8\n\n{}\n"
REPLIED = "Auto-Submitted: auto-replied\n"
GENERATED = "Auto-Submitted: auto-generated\n"
RECEIPT = (
    "From: Ona <ona@gavejas.example>\nTo: jonas@siuntejas.example\nSubject: {}\n"
    "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
    "--b\nContent-Type: text/plain\n\n{}\n--b\nContent-Type: message/disposition-notification\n\n"
    "Reporting-UA: gavejas.example\nFinal-Recipient: rfc822;ona@gavejas.example\nDisposition: {}\n\n--b--\n"
)


@pytest.mark.parametrize(
    ("sender", "subject", "marks", "body", "recipient"),
    [
        (
            "Grupe <grupe+owner@ml.example>",
            "Post to grupe@ml.example denied: labas",
            REPLIED,
            "The message from <jonas@siuntejas.example> was unable to be delivered to the list because the list "
            "address was not found in either the To: or CC: header.",
            "grupe@ml.example",
        ),
        (
            "LISTSERV <LISTSERV@UNI.EXAMPLE>",
            "Rejected posting to NEWS@UNI.EXAMPLE",
            REPLIED,
            "You  are not  allowed  to  post to  the NEWS  list,  which is  restricted to  its\nsubscribers.",
            "NEWS@UNI.EXAMPLE",
        ),
        (
            "Desk <desk@tickets.example>",
            "[Ticket#1] Your email has been rejected! (RE: printer)",
            GENERATED,
            "Your previous ticket is closed.\n\nYour follow-up has been rejected.",
            "desk@tickets.example",
        ),
        (
            "Queue via RT <queue@rt.example>",
            "Permission denied",
            GENERATED,
            "jonas@siuntejas.example has no permission to create tickets.\n\nYour message was not recorded.",
            "queue@rt.example",
        ),
        (
            "Klubas <noreply@klubas.example>",
            "[Klubas] Email issue -- Posting error",
            GENERATED,
            'Your email message to ["naujienos@klubas.example"] (titled labas) didn\'t work. Your account does not '
            "have the required trust level.",
            "naujienos@klubas.example",
        ),
        (
            "Pagalba <pagalba@imone.example>",
            "Jūsų laiškas neužregistruotas",
            REPLIED,
            "Jūsų laiškas neužregistruotas, nes užklausa jau uždaryta. Sukurkite naują užklausą.",
            "pagalba@imone.example",
        ),
        (
            "Verteiler <info-owner@verein.example>",
            "Ihre Nachricht an info@verein.example wurde abgelehnt",
            REPLIED,
            "Nur Mitglieder dürfen an diese Liste schreiben.",
            "info@verein.example",
        ),
    ],
)
def test_what_a_list_or_a_ticket_system_turns_down_is_refused_not_answered(
    sender: str, subject: str, marks: str, body: str, recipient: str
) -> None:
    reading = read_mail(MAIL.format(sender, subject, marks, body).encode())
    assert reading.kind is MailKind.BOUNCE
    (diagnosis,) = reading.diagnoses
    assert (diagnosis.recipient, diagnosis.permanent) == (recipient, False)
    assert diagnosis.cause == ("policyviolation" if "closed" in body or "uždaryta" in body else "rejected")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Undelivered Mail Returned to Sender", "I am out of the office until Monday."),
        ("Automatic reply: your mail was rejected", "I am on leave and back on 12 May."),
        ("[Ticket#12] Re: Your mail was not delivered", "Thank you, we got your message and will answer soon."),
    ],
)
def test_an_answer_that_repeats_a_bounces_subject_is_an_answer(subject: str, body: str) -> None:
    reading = read_mail(MAIL.format("Ona <ona@gavejas.example>", subject, REPLIED, body).encode())
    assert reading.kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ('SMTP Error (550): Failed to add recipient "ona@gavejas.example" (5.1.1 User unknown).', "userunknown"),
        (
            "An error occurred while sending mail. The mail server responded: 5.7.1 <ona@gavejas.example>: Relay "
            "access denied.",
            "norelaying",
        ),
        ("<ona@gavejas.example>: connect to mx.gavejas.example[203.0.113.9]:25: Connection timed out", "expired"),
        ("SMTP error from remote mail server: 552 5.2.2 <ona@gavejas.example> mailbox full", "mailboxfull"),
    ],
)
def test_what_a_customer_pastes_into_a_mail_is_read_under_any_subject(body: str, cause: str) -> None:
    text = f"Sveiki, va toks dalykas:\n\n{body}\n\nKą daryti?"
    (diagnosis,) = read_mail(MAIL.format("Petras <petras@imone.example>", "kas čia?", "", text).encode()).diagnoses
    assert (diagnosis.recipient, diagnosis.cause) == ("ona@gavejas.example", cause)


@pytest.mark.parametrize(
    ("subject", "marks", "body"),
    [
        ("klausimas", "", "Ar galite pridėti dėžutę ona@imone.example? Reikia 550 MB vietos."),
        ("Your order was rejected", GENERATED, "Your payment did not go through. Please pay again."),
        ("New mail rules", GENERATED, "Prices from 550 - write to info@kita.example. Unpaid orders are cancelled."),
    ],
)
def test_mails_about_other_matters_are_no_bounces(subject: str, marks: str, body: str) -> None:
    raw = MAIL.format("Parduotuvė <info@shop.example>", subject, marks, body).encode()
    assert read_mail(raw).kind is MailKind.OTHER


@pytest.mark.parametrize(
    ("subject", "words", "disposition", "cause"),
    [
        ("Read: Offer", "Your message was read.", "manual-action/MDN-sent-manually; displayed", "delivered"),
        ("Not read: Offer", "Your message was deleted without being read.", "automatic-action/x; deleted", "delivered"),
        (
            "Automatically rejected mail",
            "Your message to <ona@gavejas.example> was automatically rejected:\nQuota exceeded",
            "automatic-action/MDN-sent-automatically; deleted",
            "mailboxfull",
        ),
    ],
)
def test_a_receipt_says_that_the_mail_arrived_unless_a_script_refused_it(
    subject: str, words: str, disposition: str, cause: str
) -> None:
    """RFC 8098, 3.2.6; Sieve's `reject` sends its refusals as disposition notifications, too (RFC 5429, 2.2)."""
    (diagnosis,) = read_mail(RECEIPT.format(subject, words, disposition).encode()).diagnoses
    assert (diagnosis.cause, diagnosis.recipient) == (cause, "ona@gavejas.example")


@pytest.mark.parametrize(
    "text",
    [
        "Šiuo metu atostogauju, grįšiu rugpjūčio 17 d. Skubiais klausimais rašykite info@imone.example",
        "Sveiki, esu išvykęs į komandiruotę, į laiškus atsakysiu nuo pirmadienio.",
        "Thank you for your e-mail. I'm currently on annual leave, returning on Monday 4 June.",
        "Ich bin bis einschließlich 04.01. nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",
        "Jestem na urlopie do 20 sierpnia. W pilnych sprawach proszę pisać na ona@imone.example.",
        "Я в отпуске до 15 июля, отвечу по возвращении.",
    ],
)
def test_an_absence_pasted_without_its_header_is_no_bounce(text: str) -> None:
    reading = read_text(text)
    assert reading.kind is MailKind.AUTO_REPLY
    assert [(each.cause, each.resend) for each in reading.diagnoses] == [("vacation", Resend.NOT_NEEDED)]


def test_a_refusal_that_somebody_pastes_from_his_holidays_is_read() -> None:
    text = "Atostogauju, o man grįžo:\n550 5.2.2 <ona@gavejas.example> Mailbox full"
    assert read_text(text).diagnoses[0].cause == "mailboxfull"

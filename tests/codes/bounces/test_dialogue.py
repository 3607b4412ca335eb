"""The one reply of a quoted SMTP dialogue that tells why."""

import pytest

from bot.codes.bounces.read import read_mail
from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.replies.dialogue import chosen, replies_in

HEAD = "From: Mail Delivery Subsystem <MAILER-DAEMON@siuntejas.lt>\nSubject: Returned mail: see transcript\n\n"
LISTED = "   ----- The following addresses had permanent fatal errors -----\n<jonas@imone.lt>\n\n"
SESSION = "   ----- Transcript of session follows -----\n... while talking to mx.imone.lt.:\n"


def reply_in(session: str, diagnostic: str = "") -> tuple[str, Command | None]:
    reply = chosen(replies_in(session.splitlines()), diagnostic)
    assert reply is not None
    return reply.text, reply.command


def test_a_consequence_is_no_reason() -> None:
    session = (
        ">>> RCPT TO:<jonas@imone.lt>\n<<< 450 4.7.1 Client host rejected: dial-up line\n"
        ">>> DATA\n<<< 554 5.5.1 Error: no valid recipients\n"
    )
    assert reply_in(session) == ("450 4.7.1 Client host rejected: dial-up line", Command.RCPT)


def test_the_last_host_counts() -> None:
    session = (
        "while talking to a.imone.lt:\n<<< 450 Overloaded, please wait\n"
        "while talking to b.imone.lt:\n>>> RCPT TO:<jonas@imone.lt>\n<<< 551 Nobody of that name here\n"
    )
    assert reply_in(session) == ("551 Nobody of that name here", Command.RCPT)


def test_the_report_says_which_host_counts() -> None:
    session = (
        "while talking to a.imone.lt:\n<<< 450 Overloaded, please wait\n"
        "while talking to b.imone.lt:\n<<< 551 Nobody of that name here\n"
    )
    assert reply_in(session, "450 Overloaded, please wait")[0] == "450 Overloaded, please wait"


def test_answers_to_quit_and_accepted_commands_are_no_reason() -> None:
    session = (
        "<<< 220 mx.imone.lt ESMTP\n>>> EHLO siuntejas.lt\n<<< 250-mx.imone.lt\n<<< 250 8BITMIME\n"
        ">>> MAIL FROM:<ona@siuntejas.lt>\n<<< 554 Connections from here are not welcome\n"
        ">>> QUIT\n<<< 421 4.7.0 Too many errors\n"
    )
    assert reply_in(session) == ("554 Connections from here are not welcome", Command.MAIL)


def test_a_pipelined_refusal_of_the_recipient_belongs_to_rcpt() -> None:
    session = ">>> DATA\n<<< 550 5.1.1 <jonas@imone.lt>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)\n"
    assert reply_in(session) == ("550 5.1.1 <jonas@imone.lt>... User unknown", Command.RCPT)


def test_lines_with_one_code_are_one_reply() -> None:
    session = ">>> MAIL FROM:<a@b.lt>\n<<< 550-Switch on SMTP authentication\n550-before you send,\n550 please.\n"
    assert reply_in(session)[0] == "550 Switch on SMTP authentication before you send, please."


def test_where_nothing_was_refused_nothing_is_chosen() -> None:
    assert chosen(replies_in(["<<< 250 Ok", ">>> QUIT", "<<< 221 Bye"])) is None


@pytest.mark.parametrize(
    ("session", "cause"),
    [
        (">>> DATA\n<<< 550 5.1.1 <jonas@imone.lt>... User unknown\n<<< 503 5.0.0 Need RCPT\n", "userunknown"),
        ("mail.local: no such user: jonas\n554 5.0.0 <jonas@imone.lt>... Service unavailable\n", "userunknown"),
        (
            "<<< 550 5.7.1 Client host blocked using bl.imone.lt\n554 5.0.0 Remote protocol error: Connection reset\n",
            "blocked",
        ),
    ],
)
def test_sendmails_own_words_stand_back_behind_the_remote_servers(session: str, cause: str) -> None:
    diagnoses = read_mail((HEAD + LISTED + SESSION + session).encode()).diagnoses
    assert [(each.recipient, each.cause) for each in diagnoses] == [("jonas@imone.lt", cause)]


def test_a_notice_to_the_postmaster_names_the_refused_recipient() -> None:
    mail = HEAD + (
        "Transcript of session follows.\n\n Out: 220 mx.imone.lt ESMTP Postfix\n In:  EHLO siuntejas.lt\n"
        " Out: 250-mx.imone.lt\n Out: 250 8BITMIME\n In:  MAIL FROM:<ona@siuntejas.lt>\n Out: 250 2.1.0 Ok\n"
        " In:  RCPT TO:<jonas@imone.lt>\n Out: 451 4.3.0 <jonas@imone.lt>: Temporary lookup failure\n In:  QUIT\n"
    )
    diagnoses = read_mail(mail.encode()).diagnoses
    assert [(each.recipient, each.cause) for each in diagnoses] == [("jonas@imone.lt", "systemerror")]

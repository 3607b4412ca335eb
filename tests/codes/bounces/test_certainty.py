"""When an address may be called dead, and whether the sending server still tries."""

import pytest

from bot.codes.bounces.judging.finality import still_trying
from bot.codes.bounces.read import read_text


@pytest.mark.parametrize(
    "reply",
    [
        "550 (in reply to RCPT TO command)",
        "550 5.1.0 Failed (in reply to RCPT TO command)",
        "550 5.1.1 Failed (in reply to MAIL FROM command)",
        "553 5.1.0 <ona@siuntejas.lt> unknown user (in reply to MAIL FROM command)",
        "550 5.1.1 User unknown (in reply to EHLO command)",
        "450 4.1.1 <jonas@imone.lt>: unverified address: lost connection with mx.imone.lt",
        "550 #5.1.0 Address rejected jonas@imone.lt",
        "521 5.3.2 mail.imone.lt does not accept mail",
        "5.1.0 - Unknown address error 550-'5.7.1 <bounce-1@siuntejas.lt>... Not welcome here'",
    ],
)
def test_no_address_is_called_dead_without_words_about_it(reply: str) -> None:
    assert not read_text(reply).diagnoses[0].permanent


@pytest.mark.parametrize("reply", ["550 5.1.1 <jonas@imone.lt>: User unknown", "550 No such user (jonas@imone.lt)"])
def test_words_about_the_recipient_are_enough(reply: str) -> None:
    diagnosis = read_text(reply).diagnoses[0]
    assert (diagnosis.cause, diagnosis.permanent) == ("userunknown", True)


@pytest.mark.parametrize(
    ("code", "action", "notice", "subject", "tries"),
    [
        ("421", None, "I'm not going to try again; this message has been in the queue too long.", "", False),
        ("421", "failed", "", "", False),
        ("550", "delayed", "", "", True),
        (None, None, "This is a warning message only. You do not need to resend.", "Delivery status (Delay)", True),
        ("450", None, "", "", True),
        ("550", None, "", "", False),
    ],
)
def test_words_and_action_come_before_the_digit(
    code: str | None, action: str | None, notice: str, subject: str, tries: bool
) -> None:
    assert still_trying(code, None, action, notice, subject) is tries

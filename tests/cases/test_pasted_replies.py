"""A server's one-line reply in a message is a bounce; a question that names a code is a question."""

import pytest

from bot.cases.asking.pasted import pasted_bounce
from bot.cases.asking.texts import ask_code
from bot.cases.values.asked import Bounce
from bot.codes.bounces.read import read_text

REPLIES = [
    "550 5.1.1 <jonas@imone.lt>: Recipient address rejected: User unknown",
    "552 5.2.2 Over quota",
    "554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org",
    "550 <jonas@imone.lt>: wordings that nobody knows",
    "550 &lt;jonas@imone.lt&gt;: IP address is block listed",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_is_read_alike_in_a_message_and_after_the_command(reply: str) -> None:
    cause = read_text(reply).diagnoses[0].cause
    for unread in (pasted_bounce(reply), ask_code(reply)):
        assert isinstance(unread, Bounce)
        assert [each.cause for each in unread.reading.diagnoses] == [cause]


@pytest.mark.parametrize(
    "question", ["550 kas tai", "550 5.1.1", "451 4.7.1 ką tai reiškia?", "550 5.1.1 ka daryti", "what is 550 5.1.1"]
)
def test_a_question_about_a_code_is_no_bounce(question: str) -> None:
    assert pasted_bounce(question) is None

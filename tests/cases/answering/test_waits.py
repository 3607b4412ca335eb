"""How long to wait: what stands in the way decides, and the server's own word comes first."""

from dataclasses import replace

import pytest

from bot.cases.answering.waits import Wait, Waiting, waiting
from bot.cases.values.answers.kinds import RetryAnswer
from tests.replies.samples import DMARC_UNKNOWN, FULL_BOX, LISTED, NO_SPF, UNAUTHENTICATED, explained

GREYLISTED = replace(
    FULL_BOX,
    cause="onhold",
    evidence="450 4.2.0 <jonas@imone.lt>: Recipient address rejected: Greylisted, see http://postgrey.example",
    diagnostic="450 4.2.0 Greylisted, please try again in 300 seconds",
    retry_after=300,
)


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (("451",), Wait.QUEUE),
        (("421",), Wait.LATER),
        (("550", "5.7.26"), Wait.RECORDS),
        (("550", "5.1.1"), Wait.CAUSE),
        (("250",), Wait.NONE),
    ],
)
def test_a_code_tells_what_is_waited_for(codes: tuple[str, ...], kind: Wait) -> None:
    assert waiting(RetryAnswer(explained(*codes))).kind is kind


def test_the_servers_own_seconds_are_kept() -> None:
    assert waiting(RetryAnswer(diagnosis=GREYLISTED)) == Waiting(Wait.GREYLIST, 300)


def test_a_refusal_for_good_is_not_waited_out() -> None:
    over = replace(GREYLISTED, permanent=True, cause="rejected", resend=UNAUTHENTICATED.resend, retry_after=None)
    assert waiting(RetryAnswer(diagnosis=over)) == Waiting(Wait.CAUSE)


def test_records_a_list_or_nothing() -> None:
    assert waiting(RetryAnswer(diagnosis=UNAUTHENTICATED)).kind is Wait.RECORDS
    assert waiting(RetryAnswer(findings=(LISTED, NO_SPF), domain="imone.lt")).kind is Wait.RECORDS
    assert waiting(RetryAnswer(findings=(LISTED,), domain="imone.lt")).kind is Wait.LISTING
    assert waiting(RetryAnswer(findings=(DMARC_UNKNOWN,), domain="imone.lt")).kind is Wait.UNKNOWN
    assert waiting(RetryAnswer(domain="imone.lt")).kind is Wait.NONE

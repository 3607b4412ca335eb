"""Replies in words that no rule has, and words of a rule in a reply that says something else."""

import pytest

from bot.codes.bounces.read import read_text
from bot.codes.values import Confidence, Diagnosis


def diagnosis_of(text: str) -> Diagnosis:
    return read_text(text).diagnoses[0]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("550 Ona left, her letter box was removed from our system", "userunknown"),
        ("550 Sender's domain lacks SPF entry, which our rules demand", "authfailure"),
    ],
)
def test_unknown_words_are_judged_by_likeness_and_call_no_address_dead(text: str, cause: str) -> None:
    diagnosis = diagnosis_of(text)
    assert (diagnosis.cause, diagnosis.confidence, diagnosis.permanent) == (cause, Confidence.LIKENESS, False)
    assert diagnosis.evidence == text


@pytest.mark.parametrize("text", ["550 Mail rejected", "554 5.0.0 no", "550 x1 y2 z3 q4 w5"])
def test_too_few_words_tell_nothing(text: str) -> None:
    assert diagnosis_of(text).cause == "undefined"


def test_a_providers_words_are_doubted_where_the_reply_says_something_else() -> None:
    text = "552 Mailbox full, the user is over quota (checked with spamhaus)"
    assert diagnosis_of(text).confidence is Confidence.DOUBTED


def test_general_words_give_way_where_the_reply_says_something_else() -> None:
    text = "553 5.7.1 <mail.example.com[203.0.113.4]>: Client host rejected: Relaying denied - Your IP is a spammer's"
    diagnosis = diagnosis_of(text)
    assert (diagnosis.cause, diagnosis.confidence) == ("blocked", Confidence.LIKENESS)


def test_words_that_the_status_agrees_with_are_not_doubted() -> None:
    assert diagnosis_of("550 5.1.1 <ona@example.net>: User unknown").confidence is Confidence.WORDING

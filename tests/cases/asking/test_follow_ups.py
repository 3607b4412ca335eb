"""What is asked most in a thread is understood alike after a code, after a bounce and after a domain."""

import pytest

from bot.cases.asking.messages import read
from bot.cases.asking.understand import Context
from bot.cases.values.asked import By, Unread
from bot.cases.values.questions import HOW_LONG, Intent, Question

AFTER = [Context("code", "550 5.7.26"), Context("bounce", ""), Context("domain", "imone.example")]
ASKED = [
    ("kodėl spame?", "why spam?", Question(Intent.SPAM)),
    ("kuriame sąraše?", "which list?", Question(Intent.EXPLAIN, "blocklist")),
    ("kiek laukti?", "how long?", Question(Intent.RETRY, detail=HOW_LONG)),
    ("paprasčiau", "plainer", Question(Intent.PLAIN)),
    ("trumpiau", "shorter", Question(Intent.SHORTER)),
    ("o santrauka?", "a summary?", Question(Intent.SHORTER)),
    ("ar jau pasklido?", "has it spread?", Question(Intent.SPREAD)),
    ("parašyk klientui", "write to the customer", Question(Intent.CUSTOMER)),
    ("o 550?", "and 550?", Question(Intent.CODE, "550")),
    ("o 554 5.7.1?", "and 554 5.7.1?", Question(Intent.CODE, "554 5.7.1")),
    ("o kas dėl SPF?", "and the SPF?", Question(Intent.EXPLAIN, "spf")),
    ("o kaip su kitas.example?", "what about kitas.example?", Question(Intent.CHECK, "kitas.example")),
]


@pytest.mark.parametrize("context", AFTER, ids=[context.kind for context in AFTER])
def test_it_is_understood_whatever_the_thread_is_about(context: Context) -> None:
    for lithuanian, english, question in ASKED:
        assert read(Unread(lithuanian, By.FOLLOW_UP), "lt", context) == (question,), lithuanian
        assert read(Unread(english, By.FOLLOW_UP), "en", context) == (question,), english


@pytest.mark.parametrize(
    ("text", "language"), [("rodyk visus įrašus", "lt"), ("ką radai dnse?", "lt"), ("all records", "en")]
)
def test_records_are_shown_though_no_check_is_named(text: str, language: str) -> None:
    assert read(Unread(text, By.FOLLOW_UP), language, Context("domain", "imone.example")) == (Question(Intent.SHOW),)


@pytest.mark.parametrize("text", ["kur rasti saskaita uz hostinga", "wordpresas neuzsikrauna", "my parcel is late"])
def test_the_classifier_says_what_is_nobodys_business(text: str) -> None:
    assert read(Unread(text, By.FOLLOW_UP), "lt", Context("domain", "imone.example")) == (Question(Intent.UNKNOWN),)

"""What is asked most in a thread is understood alike after a code, after a bounce and after a domain."""

import pytest

from bot.cases.asking.texts import read
from bot.cases.asking.understand import Context
from bot.cases.values.asked import Bounce, Unread
from bot.cases.values.questions import HOW_LONG, Intent, Question
from bot.cases.values.typed import By

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


@pytest.mark.parametrize(
    ("text", "language", "kinds"),
    [
        ("Sveiki, gavau tokį: 550 5.1.1 <a@b.example>: Recipient address rejected: User unknown. Ką daryti?", "lt", 1),
        ("here's what it throws 552 5.2.2 <a@b.example>: Mailbox full", "en", 1),
        ("dabar rašo: 451 4.7.1 Greylisted, please try again later", "lt", 1),
        ("it says 550 5.1.1 <a@b.example>: User unknown. What do I tell her?", "en", 2),
    ],
)
def test_a_servers_reply_is_read_where_somebody_talks_around_it(text: str, language: str, kinds: int) -> None:
    bounce, *more = read(Unread(text, By.FOLLOW_UP), language, Context("domain", "imone.example"))
    assert isinstance(bounce, Bounce)
    assert more == [Question(Intent.CUSTOMER)][: kinds - 1]


@pytest.mark.parametrize("text", ["ką reiškia 550 5.1.1 ir kaip taisyti", "550 5.1.1 ka daryti", "kas dėl 550 5.7.1"])
def test_a_question_about_a_code_is_no_reply(text: str) -> None:
    assert isinstance(read(Unread(text, By.FOLLOW_UP), "lt", Context("domain", "imone.example"))[0], Question)

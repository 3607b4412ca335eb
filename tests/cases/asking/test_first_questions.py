"""What a first message asks, where it names the domain or the code that it asks about."""

import pytest

from bot.cases.asking.texts import context, read
from bot.cases.values.asked import Unread
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import Intent, Question
from bot.cases.values.typed import By

CHECK = Question(Intent.CHECK, "imone.example")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("my customer imone.example cannot send mail to gmail", "en", (CHECK,)),
        ("imone.example gets no mail since Monday", "en", (CHECK,)),
        ("customer says mail from imone.example lands in spam", "en", (CHECK, Question(Intent.SPAM))),
        ("imone.example laiškai patenka į šlamštą", "lt", (CHECK, Question(Intent.SPAM))),
        ("is SPF of imone.example right?", "en", (CHECK, Question(Intent.EXPLAIN, "spf"))),
        ("kaip sutvarkyti SPF imone.example?", "lt", (CHECK, Question(Intent.FIX, "spf"))),
        ("What does 550 5.7.1 mean?", "en", (Question(Intent.CODE, "550 5.7.1"),)),
        ("o kaip sutvarkyti 550-5.7.1", "lt", (Question(Intent.FIX, "550 5.7.1"),)),
        ("what does 5.7.1 mean?", "en", (Question(Intent.CODE, "5.7.1"),)),
    ],
)
def test_what_the_bot_can_see_for_itself_it_looks_at_first(
    text: str, language: str, expected: tuple[Question, ...]
) -> None:
    assert read(Unread(text, By.OPENING), language, context(Case(language))) == expected


def test_in_a_thread_about_a_domain_another_one_does_not_take_its_place() -> None:
    case = Case("en", topic=Topic.DOMAIN, domain="sveika.example")
    text = "customer says mail from imone.example lands in spam"
    assert read(Unread(text, By.FOLLOW_UP), "en", context(case)) == (Question(Intent.SPAM),)

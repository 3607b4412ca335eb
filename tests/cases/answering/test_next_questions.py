"""The buttons under an answer: the two or three likeliest next questions, and the other language."""

import pytest

from bot.cases.answering.next_questions import next_questions
from bot.cases.values.case import Case, Topic
from bot.cases.values.questions import Intent
from tests.replies.samples import samples

LANGUAGES = ("en", "lt")
ANSWERS = {name: reply.answer for name, reply in samples("lt").items()}
UNDER_WAY = ("bounce-checking", "domain-checking", "comparison-checking")
"""Growing answers, which are replaced within seconds."""
NO_BUTTONS = ("customer", "preferences", "watches-ended")
"""A letter has buttons of its own; a choice that was made, or what ended by itself, asks for nothing more."""


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("topic", Topic)
def test_there_are_never_more_than_four_beside_the_language(name: str, topic: Topic) -> None:
    offered = next_questions(ANSWERS[name], Case("lt", topic, domain="imone.lt"), LANGUAGES)
    assert len([question for question in offered if question.intent is not Intent.LANGUAGE]) <= 4
    assert len(set(offered)) == len(offered)


@pytest.mark.parametrize("name", [n for n in ANSWERS if n not in UNDER_WAY and not n.startswith(NO_BUTTONS)])
def test_every_answer_leads_on(name: str) -> None:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    assert next_questions(ANSWERS[name], case, LANGUAGES)


def test_answers_to_a_whole_case_offer_the_other_language() -> None:
    for name in ("code-451", "domain-broken", "bounce-confirmed"):
        assert next_questions(ANSWERS[name], Case("lt"), LANGUAGES)[-1].intent is Intent.LANGUAGE


def test_a_growing_answer_offers_nothing_yet() -> None:
    assert next_questions(ANSWERS["bounce-checking"], Case("lt"), LANGUAGES) == ()
    assert next_questions(ANSWERS["domain-checking"], Case("lt"), LANGUAGES) == ()


def test_a_domains_answer_offers_to_watch_it_and_a_watch_to_end() -> None:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    assert Intent.WATCH in intents("domain-broken", case)
    assert Intent.UNWATCH in intents("watch", case)
    assert Intent.HISTORY in intents("watch", case)


def test_a_list_of_watches_leads_to_the_worst_of_them() -> None:
    offered = next_questions(ANSWERS["watches"], Case("lt"), LANGUAGES)
    assert [question.subject for question in offered if question.intent is Intent.CHECK] == ["imone.lt"]


def intents(name: str, case: Case) -> set[Intent]:
    return {question.intent for question in next_questions(ANSWERS[name], case, LANGUAGES)}

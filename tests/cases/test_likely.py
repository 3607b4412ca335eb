"""The buttons under an answer: the two or three likeliest next questions, and the other language."""

import pytest

from bot.cases.case import Case, Topic
from bot.cases.likely import likely
from bot.cases.questions import Intent
from tests.replies.samples import samples

LANGUAGES = ("en", "lt")
ANSWERS = {name: reply.answer for name, reply in samples("lt").items()}
UNDER_WAY = ("bounce-checking", "domain-checking", "comparison-checking")
"""Growing answers, which are replaced within seconds."""
OWN_BUTTONS = ("customer", "preferences")
"""A letter has buttons of its own; a choice that was made asks for nothing more."""


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("topic", Topic)
def test_there_are_never_more_than_four(name: str, topic: Topic) -> None:
    offered = likely(ANSWERS[name], Case("lt", topic, domain="imone.lt"), LANGUAGES)
    assert len(offered) <= 4
    assert len(set(offered)) == len(offered)


@pytest.mark.parametrize("name", [n for n in ANSWERS if n not in UNDER_WAY and not n.startswith(OWN_BUTTONS)])
def test_every_answer_leads_on(name: str) -> None:
    case = Case("lt", Topic.DOMAIN, domain="imone.lt")
    assert likely(ANSWERS[name], case, LANGUAGES)


def test_answers_to_a_whole_case_offer_the_other_language() -> None:
    for name in ("code-451", "domain-broken", "bounce-confirmed"):
        assert likely(ANSWERS[name], Case("lt"), LANGUAGES)[-1].intent is Intent.LANGUAGE


def test_a_growing_answer_offers_nothing_yet() -> None:
    assert likely(ANSWERS["bounce-checking"], Case("lt"), LANGUAGES) == ()
    assert likely(ANSWERS["domain-checking"], Case("lt"), LANGUAGES) == ()

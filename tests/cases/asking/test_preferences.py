"""Which language an answer is in: the order that docs/use.md gives, each step winning over all after it."""

import pytest

from bot.cases.asking.answer_language import answer_language
from bot.cases.values.choices import Chosen

LITHUANIAN_QUESTION = "o kas dėl SPF?"
STEPS = ("word", "thread", "user", "channel", "question", "workspace", "default")


def language(**choices: str) -> str:
    """`question` is a language here: a question in it is asked."""
    chosen = Chosen(user=choices.get("user"), channel=choices.get("channel"), workspace=choices.get("workspace"))
    question = {"lt": LITHUANIAN_QUESTION, "en": "what about the SPF record?"}.get(choices.get("question", ""), "spf?")
    return answer_language(
        chosen, choices["default"], word=choices.get("word"), thread=choices.get("thread"), question=question
    )


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("own", "others"), [("lt", "en"), ("en", "lt")])
def test_a_step_wins_over_all_after_it(step: str, own: str, others: str) -> None:
    after = STEPS[STEPS.index(step) + 1 :]
    assert language(**{"default": others, **dict.fromkeys(after, others), step: own}) == own


def test_a_question_that_could_be_either_leaves_it_to_the_next_step() -> None:
    assert answer_language(Chosen(workspace="en"), "lt", question="spf?") == "en"
    assert answer_language(Chosen(), "lt", question="spf?") == "lt"

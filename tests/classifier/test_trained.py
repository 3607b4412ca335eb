"""The shipped models were trained on the data files as they are now. Where this fails, run `make train`."""

from collections.abc import Callable

import pytest

from bot.cases.values.questions import Intent
from bot.classifier import bounces, questions
from bot.classifier.model import Model, model
from bot.codes.bounces.knowledge import knowledge
from training.material import Example, bounce_examples, digest, question_examples

BOUNCES, QUESTIONS = model("bounces", bounces.PIECES), model("questions", questions.PIECES)


@pytest.mark.parametrize(("learnt", "examples"), [(BOUNCES, bounce_examples), (QUESTIONS, question_examples)])
def test_a_model_knows_what_it_was_trained_on(learnt: Model, examples: Callable[[], list[Example]]) -> None:
    assert learnt.header.material == digest(examples()), "what is learnt from has changed: run `make train`"


def test_every_label_is_a_cause_or_an_intent() -> None:
    assert set(BOUNCES.header.labels) <= set(knowledge().causes)
    assert set(QUESTIONS.header.labels) == set(Intent)

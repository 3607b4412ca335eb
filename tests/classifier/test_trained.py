"""The shipped models were trained on the data files as they are now. Where this fails, run `make train`."""

from collections.abc import Callable

import pytest

from bot.cases.values.questions import Intent
from bot.classifier.model import model
from bot.codes.bounces.knowledge import knowledge
from training.material import Example, bounce_examples, digest, question_examples


@pytest.mark.parametrize(("name", "examples"), [("bounces", bounce_examples), ("questions", question_examples)])
def test_a_model_knows_what_it_was_trained_on(name: str, examples: Callable[[], list[Example]]) -> None:
    assert model(name).header.material == digest(examples()), "what is learnt from has changed: run `make train`"


def test_every_label_is_a_cause_or_an_intent() -> None:
    assert set(model("bounces").header.labels) <= set(knowledge().causes)
    assert set(model("questions").header.labels) == set(Intent)

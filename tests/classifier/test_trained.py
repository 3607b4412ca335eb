"""The shipped models were trained on the data files as they are now. Where this fails, run `make train`."""

from bot.cases.values.questions import Intent
from bot.classifier import bounces, questions
from bot.classifier.model import model
from bot.codes.bounces.rules.knowledge import knowledge
from training.material import bounce_examples, digest, questions_digest

BOUNCES = model("bounces", bounces.PIECES)
QUESTIONS = model("questions", questions.PIECES)


def test_the_models_know_what_they_were_trained_on() -> None:
    assert BOUNCES.header.material == digest(bounce_examples()), "what is learnt from has changed: run `make train`"
    assert QUESTIONS.header.material == questions_digest(), "the examples have changed: run `make train`"


def test_every_label_is_a_cause_or_an_intent() -> None:
    assert set(BOUNCES.header.labels) <= set(knowledge().causes)
    assert set(QUESTIONS.header.labels) <= set(Intent)

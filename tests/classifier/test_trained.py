"""The shipped model was trained on the data files as they are now. Where this fails, run `make train`."""

from bot.classifier.bounces import PIECES
from bot.classifier.model import model
from bot.codes.bounces.knowledge import knowledge
from training.material import bounce_examples, digest

LEARNT = model("bounces", PIECES)


def test_the_model_knows_what_it_was_trained_on() -> None:
    assert LEARNT.header.material == digest(bounce_examples()), "what is learnt from has changed: run `make train`"


def test_every_label_is_a_cause() -> None:
    assert set(LEARNT.header.labels) <= set(knowledge().causes)

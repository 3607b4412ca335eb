"""The shipped models were trained on the data files as they are now. Where this fails, run `make train`."""

import shutil
from pathlib import Path

from bot.cases.asking.understand.counts import digest as questions_counted
from bot.cases.asking.understand.counts import stored
from bot.cases.asking.understand.evidence import INTENTS, OF_A_MESSAGE, OF_AN_INTENT
from bot.cases.asking.understand.examples import load_examples
from bot.cases.asking.understand.files import vocabulary_folders
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.cases.values.questions import Intent
from bot.classifier import bounces, questions
from bot.classifier.model import model
from bot.classifier.ranking import ranking
from bot.codes.bounces.rules.knowledge import knowledge
from training.material import bounce_examples, digest, questions_digest
from training.ranking import ranking_digest

BOUNCES = model("bounces", bounces.PIECES)
QUESTIONS = model("questions", questions.PIECES)


def test_the_models_know_what_they_were_trained_on() -> None:
    assert BOUNCES.header.material == digest(bounce_examples()), "what is learnt from has changed: run `make train`"
    assert QUESTIONS.header.material == questions_digest(), "the examples have changed: run `make train`"
    assert ranking("intents").material == ranking_digest(), "what is weighed has changed: run `make train`"


def test_the_stored_counts_are_those_of_the_examples() -> None:
    folders, known = vocabulary_folders(), vocabulary()
    kept = stored(questions_counted(folders, known), known)
    assert kept is not None, "the examples have changed: run `make train`"
    assert kept == load_examples(folders, known), "the examples are counted otherwise now: run `make train`"


def test_counts_of_other_examples_are_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(vocabulary_folders()["en"], folder)
    with (folder / "examples" / "fix.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    known = vocabulary()
    assert stored(questions_counted({**vocabulary_folders(), "en": folder}, known), known) is None


def test_every_label_is_a_cause_or_an_intent() -> None:
    assert set(BOUNCES.header.labels) <= set(knowledge().causes)
    assert set(QUESTIONS.header.labels) <= set(Intent)


def test_every_intent_has_a_weight_for_each_thing_that_a_message_may_hold() -> None:
    weights = ranking("intents")
    assert tuple(weights.own) == OF_AN_INTENT
    assert tuple(weights.shared) == INTENTS
    assert {tuple(each) for each in weights.shared.values()} == {(*OF_A_MESSAGE, "")}

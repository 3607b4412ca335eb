"""What the examples say beside the phrases: which intent a question is most like."""

import shutil
from pathlib import Path

import pytest

from bot.cases.asking.understand import Context, decisions
from bot.cases.asking.understand.examples import Examples, load_examples
from bot.cases.asking.understand.files import VocabularyError, vocabulary_folders
from bot.cases.asking.understand.normalise import read_tokens
from bot.cases.asking.understand.vocabulary import vocabulary
from bot.cases.values.questions import Intent


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """The vocabulary, and of its examples those of one intent: to count them all takes a second."""
    copies = {
        language: Path(shutil.copytree(folder, tmp_path / language, ignore=shutil.ignore_patterns("examples")))
        for language, folder in vocabulary_folders().items()
    }
    for language, folder in copies.items():
        (folder / "examples").mkdir()
        shutil.copy(vocabulary_folders()[language] / "examples" / "fix.toml", folder / "examples")
    return copies


def test_a_question_is_most_like_the_intent_whose_examples_share_its_words(folders: dict[str, Path]) -> None:
    alike = taught(
        folders, fix="how do we mend dkim|mend the spf", show="let us behold the mx|behold spf", unknown="a cake"
    ).alike(read_tokens("behold dmarc"), "en")
    assert max(alike, key=lambda intent: alike[intent]) is Intent.SHOW
    assert alike[Intent.SHOW] == 0
    assert alike[Intent.UNKNOWN] < alike[Intent.SHOW]


def test_a_file_for_no_intent_is_named(folders: dict[str, Path]) -> None:
    (folders["en"] / "examples" / "repair.toml").write_text("questions = []", "utf-8")
    with pytest.raises(VocabularyError, match=r"repair\.toml: repair is no intent"):
        load_examples(folders, vocabulary())


@pytest.mark.parametrize("written", ["questions = 1", "question = []", "questions = ["])
def test_a_wrong_file_is_named(folders: dict[str, Path], written: str) -> None:
    (folders["lt"] / "examples" / "fix.toml").write_text(written, "utf-8")
    with pytest.raises(VocabularyError, match=r"fix\.toml"):
        load_examples(folders, vocabulary())


def test_a_decision_tells_what_it_was_most_like() -> None:
    decision = decisions("kaip sutvarkyti spf?", "lt", Context("domain", "imone.lt"))[0]
    assert decision.likeliest[0] == ("fix", decision.probability)


def taught(folders: dict[str, Path], **questions: str) -> Examples:
    """Examples of nothing but these, parted by bars."""
    for folder in folders.values():
        shutil.rmtree(folder / "examples")
    (folders["en"] / "examples").mkdir()
    for intent, sentences in questions.items():
        listed = ", ".join(f'"{question}"' for question in sentences.split("|"))
        (folders["en"] / "examples" / f"{intent}.toml").write_text(f"questions = [{listed}]", "utf-8")
    return load_examples(folders, vocabulary())

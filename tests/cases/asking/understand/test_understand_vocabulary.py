"""A slip in a vocabulary file is named with its file and entry."""

import shutil
from pathlib import Path

import pytest

from bot.cases.asking.understand.files import VocabularyError, vocabulary_folders
from bot.cases.asking.understand.vocabulary import check_names, load, vocabulary
from bot.languages import languages


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    return {
        language: Path(shutil.copytree(folder.parent, tmp_path / language)) / "vocabulary"
        for language, folder in vocabulary_folders().items()
    }


@pytest.mark.parametrize(
    ("cue", "complaint"),
    [
        ('weight = 3\nphrases = ["kaip @repaire"]', "@repaire"),
        ('weight = 3\nphrases = ["kaip #record"]', "#record"),
        ('weight = "3"\nphrases = ["kaip"]', "weight"),
        ('weight = 30\nphrases = ["kaip"]', "weight"),
        ('weight = 3\nphrases = "kaip"', "list of strings"),
        ('weight = 3\nphrases = [""]', "empty phrase"),
        ('weight = 3\nphrases = ["a||b"]', "empty word"),
        ('weight = 3\nphrases = ["a*b"]', "first or last"),
        ('weight = 3\nneeds = ["spf"]\nphrases = ["kaip"]', "needs"),
        ('weight = 3\nphrase = ["kaip"]', "no such key: phrase"),
    ],
)
def test_a_wrong_cue_is_named(folders: dict[str, Path], cue: str, complaint: str) -> None:
    path = folders["lt"] / "intents" / "fix.toml"
    path.write_text(f"[[cues]]\n{cue}\n", "utf-8")
    with pytest.raises(VocabularyError, match=complaint) as error:
        load(folders)
    assert f"{path}: cue 1" in str(error.value)


def test_a_file_for_no_intent_is_named(folders: dict[str, Path]) -> None:
    (folders["en"] / "intents" / "repair.toml").write_text("cues = []", "utf-8")
    with pytest.raises(VocabularyError, match=r"repair\.toml: repair is no intent"):
        load(folders)


def test_a_file_that_is_no_toml_is_named(folders: dict[str, Path]) -> None:
    (folders["en"] / "sets.toml").write_text("[sets", "utf-8")
    with pytest.raises(VocabularyError, match=r"sets\.toml"):
        load(folders)


def test_a_subject_of_neither_check_nor_language_is_named(folders: dict[str, Path]) -> None:
    (folders["en"] / "languages.toml").write_text('[mta_sts]\nphrases = ["mta"]', "utf-8")
    with pytest.raises(VocabularyError, match="mta_sts"):
        load(folders)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [("hosts = [25]", "hosts: must be a list of strings"), ("[beginnings]\nne = 1", "beginnings: must be a table")],
)
def test_a_wrong_common_word_is_named(folders: dict[str, Path], entry: str, complaint: str) -> None:
    (folders["en"] / "common.toml").write_text(f"{entry}\n", "utf-8")
    with pytest.raises(VocabularyError, match=complaint):
        load(folders)


def test_every_check_can_be_asked_about() -> None:
    named = {cue.target for cues in vocabulary().subjects.values() for cue in cues}
    assert named == check_names() | set(languages())

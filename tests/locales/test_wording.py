"""The words that were settled stay: phrases found wanting do not come back (`banned.toml`), buttons need no case."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.codes.table import all_entries
from bot.languages import languages
from bot.replies.words.phrases import phrases
from bot.replies.words.tables import CODES, load
from tests.locales.texts import everything

BANNED: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "banned.toml").read_text(encoding="utf-8"))


def _pattern(phrase: str) -> re.Pattern[str]:
    words = re.escape(phrase).replace(r"\*", r"\w*")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _guide(language: str) -> set[str]:
    """The guide's own texts, which stay as the guide has them."""
    entries = load(language, "codes.toml", CODES).entries
    return {entries[row.code][key] for row in all_entries() if row.guide for key in ("meaning", "action")}


@pytest.mark.parametrize("language", languages())
def test_no_banned_phrase_comes_back(language: str) -> None:
    guide = _guide(language) if language == "lt" else set()
    texts = [text for text in everything(language) if text not in guide]
    usages = [
        (phrase, instead, text)
        for phrase, instead in BANNED[language].items()
        for text in texts
        if _pattern(phrase).search(text)
    ]
    assert usages == []


@pytest.mark.parametrize("language", languages())
def test_what_is_proposed_is_not_banned_itself(language: str) -> None:
    patterns = {phrase: _pattern(phrase) for phrase in BANNED[language]}
    wrong = [
        (instead, by)
        for instead in BANNED[language].values()
        for by, banned in patterns.items()
        if banned.search(instead)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("intent", ["explain", "fix", "show", "recheck"])
def test_a_button_names_a_check_after_a_colon(language: str, intent: str) -> None:
    """A check's name stands in a button as it is: no sentence around it wants it in another case."""
    label = phrases(language).written(f"ask.{intent}-of")
    assert label.endswith(": {{ subject }}")

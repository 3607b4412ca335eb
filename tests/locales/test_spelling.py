"""Every word that a user reads is spelled right: hunspell with Debian's dictionaries and our own lists of terms."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from bot.languages import languages
from bot.replies.words.phrases import sentences
from tests.locales.texts import everything

DICTIONARIES = {"lt": "lt_LT", "en": "en_US"}
WORDS = Path(__file__).parents[1] / "words"
_NO_WORDS = re.compile(
    r"```.*?```|`[^`]*`|\]\(https?://[^)]*\)|https?://\S+|%\(\w+\)s|\{\w+\}|[*_]|[\w.+-]+@[\w.-]+|[\w-]+\.(?:lt|example|test|eml|txt)\b"
)


def _words(environment: Environment, source: str) -> str:
    """The text without names, code and addresses; a plural's forms are words too."""
    tree = environment.parse(source)
    written = [data.data for data in tree.find_all(nodes.TemplateData)]
    plurals = [const.value for applied in tree.find_all(nodes.Filter) for const in applied.find_all(nodes.Const)]
    # What a placeholder leaves behind must not join the words beside it, nor split a pair of backticks.
    return _NO_WORDS.sub(" ", " ".join([" 0 ".join(written), *map(str, plurals)]))


def _has(dictionary: str) -> bool:
    if shutil.which("hunspell") is None:
        return False
    listed = subprocess.run(["hunspell", "-D"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return f"/{dictionary}" in listed.stderr


@pytest.mark.parametrize("language", languages())
def test_every_word_is_spelled_right(language: str) -> None:
    dictionary = DICTIONARIES[language]
    if not _has(dictionary):
        assert not os.environ.get("CI"), f"hunspell's dictionary {dictionary} must be installed in CI"
        pytest.skip(f"hunspell's dictionary {dictionary} is not installed")
    environment = sentences(language).environment
    text = "\n".join(_words(environment, source) for source in everything(language))
    command = ["hunspell", "-i", "utf-8", "-d", dictionary, "-p", str(WORDS / f"{language}.txt"), "-l"]
    spelled = subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8")
    assert sorted(set(spelled.stdout.split())) == []


@pytest.mark.parametrize("language", languages())
def test_the_list_of_terms_is_in_order_and_says_nothing_twice(language: str) -> None:
    words = (WORDS / f"{language}.txt").read_text(encoding="utf-8").split()
    assert words == sorted(set(words))

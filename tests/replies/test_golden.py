"""What people read, word for word: `UPDATE_GOLDEN=1 pytest tests/replies` writes the files anew, to be read by eye."""

import json
import os
from pathlib import Path

import pytest

from bot.cases.values.answers.kinds import CustomerAnswer
from bot.languages import languages
from bot.replies.render import letter, plain, slack
from tests.replies.samples import samples
from tests.replies.slack_rules import broken

GOLDEN = Path(__file__).parent / "golden"
IN_SLACK = (
    "code-451",
    "domain-broken",
    "domain-checking",
    "bounce-confirmed",
    "comparison",
    "customer-domain",
    "help",
    "history",
)
CASES = [(language, name) for language in languages() for name in samples(language)]


def agrees(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is not there yet: run with UPDATE_GOLDEN=1 and read it"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "name"), CASES)
def test_the_words_are_those_that_were_read_and_approved(language: str, name: str) -> None:
    reply = samples(language)[name]
    said = letter(reply.answer) if isinstance(reply.answer, CustomerAnswer) else plain(reply, language)
    agrees(GOLDEN / language / f"{name}.txt", said + "\n")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", IN_SLACK)
def test_the_blocks_are_those_that_were_looked_at(language: str, name: str) -> None:
    message = slack(samples(language)[name], language)
    said = {"text": message.text, "blocks": message.blocks}
    agrees(GOLDEN / language / f"{name}.json", json.dumps(said, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize(("language", "name"), CASES)
def test_slack_takes_every_reply(language: str, name: str) -> None:
    assert broken(slack(samples(language)[name], language)) == []

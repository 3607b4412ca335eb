"""What people read, word for word: `UPDATE_GOLDEN=1 pytest tests/replies` writes the files anew, to be read by eye."""

import json
import os
from collections.abc import Iterator, Mapping
from difflib import unified_diff
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
pytestmark = pytest.mark.parametrize("language", languages())


def differing(language: str, texts: Mapping[str, str]) -> str:
    """The differences between texts and the files of their names: what was approved, and what is said now."""
    folder = GOLDEN / language
    if os.environ.get("UPDATE_GOLDEN"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    return "\n".join(line for name, text in texts.items() for line in difference(folder / name, text))


def difference(file: Path, text: str) -> Iterator[str]:
    if not file.is_file():
        yield f"{file.name} is not there yet: run with UPDATE_GOLDEN=1 and read it"
    elif text != (approved := file.read_text(encoding="utf-8")):
        yield from unified_diff(approved.splitlines(), text.splitlines(), str(file), "now", n=1, lineterm="")


def test_the_words_are_those_that_were_read_and_approved(language: str) -> None:
    by_name = {
        name: letter(reply.answer) if isinstance(reply.answer, CustomerAnswer) else plain(reply, language)
        for name, reply in samples(language).items()
    }
    assert differing(language, {f"{name}.txt": f"{text}\n" for name, text in by_name.items()}) == ""


def test_the_blocks_are_those_that_were_looked_at(language: str) -> None:
    messages = {name: slack(samples(language)[name], language) for name in IN_SLACK}
    by_name = {name: {"text": message.text, "blocks": message.blocks} for name, message in messages.items()}
    texts = {f"{name}.json": json.dumps(each, ensure_ascii=False, indent=1) + "\n" for name, each in by_name.items()}
    assert differing(language, texts) == ""


def test_slack_takes_every_reply(language: str) -> None:
    rules = {name: broken(slack(reply, language)) for name, reply in samples(language).items()}
    assert {name: each for name, each in rules.items() if each} == {}

"""Whether a change has spread, as asked in a thread, beside what is easily taken for it. None here is an example."""

import json
from pathlib import Path

import pytest

from bot.cases.asking.understand import Context, understand
from bot.cases.values.questions import Intent

ROWS = [json.loads(line) for line in (Path(__file__).parent / "spread.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_it_is_understood(row: dict[str, str]) -> None:
    kind, _, value = row["context"].partition(":")
    question = understand(row["text"], row["lang"], Context(kind, value))[0]
    assert (question.intent, question.subject) == (Intent(row["intent"]), row["subject"])

"""Watching, history and reports, as asked in a thread, beside what is easily taken for them."""

import json
from pathlib import Path

from bot.cases.asking.understand import Context, understand
from bot.cases.values.questions import Intent, Question


def test_they_are_understood() -> None:
    lines = (Path(__file__).parent / "watching.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows
    wanted = {row["text"]: Question(Intent(row["intent"]), row["subject"], row.get("detail")) for row in rows}
    read = {row["text"]: first_question(row) for row in rows}
    assert {text: question for text, question in read.items() if question != wanted[text]} == {}


def first_question(row: dict[str, str]) -> Question:
    kind, _, value = row["context"].partition(":")
    return understand(row["text"], row["lang"], Context(kind, value))[0]

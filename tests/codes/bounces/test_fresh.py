"""Bounces written from the documentation of mail systems and providers, apart from the rules: how many are read right.

`fresh/mails.jsonl` and `fresh/lines.jsonl` label what was written to `fresh/mails/` and single replies. They were
labelled before the rules were tried on them, so a few labels are disputable; what is held here is a share, not each.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.codes.bounces.read import read_mail, read_text
from bot.codes.values import Diagnosis

HERE = Path(__file__).parent / "fresh"
ALIKE = {
    tuple(line.split("\t")) for line in (HERE / "alike.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
}


def labels(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def read(label: dict[str, Any]) -> Diagnosis | None:
    diagnoses = read_mail((HERE / "mails" / label["file"]).read_bytes()).diagnoses
    return diagnoses[label["n"] - 1] if len(diagnoses) >= label["n"] else None


def wrong(pairs: Iterator[tuple[dict[str, Any], Diagnosis | None]]) -> list[str]:
    return [
        f"{label.get('file') or label['text']}: {diagnosis.cause if diagnosis else None}, not {label['cause']}"
        for label, diagnosis in pairs
        if not diagnosis or (diagnosis.cause != label["cause"] and (label["cause"], diagnosis.cause) not in ALIKE)
    ]


def test_causes_of_whole_mails() -> None:
    rows = labels("mails.jsonl")
    missed = wrong((row, read(row)) for row in rows)
    assert len(missed) <= len(rows) * 0.04, missed


def test_causes_of_single_replies() -> None:
    rows = labels("lines.jsonl")
    missed = wrong((row, read_text(row["text"]).diagnoses[0]) for row in rows)
    assert len(missed) <= len(rows) * 0.04, missed


def test_codes_of_whole_mails() -> None:
    rows = labels("mails.jsonl")
    readings = [(row, read(row)) for row in rows]
    missed = [
        (row["file"], row["n"])
        for row, each in readings
        if not each or (each.reply_code, each.status) != (row["reply_code"], row["status"])
    ]
    assert len(missed) <= len(rows) * 0.03, missed

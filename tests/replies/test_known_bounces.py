"""Well-known bounces, read and worded in both languages: what an agent reads before anything is checked live."""

import os
from pathlib import Path

import pytest

from bot.cases.values.answers.kinds import BounceAnswer
from bot.codes.bounces.chief import chief
from bot.codes.bounces.read import read_mail
from bot.replies.render import plain

MAILS = sorted((Path(__file__).parents[1] / "codes" / "bounces" / "mails").glob("*.eml"))
GOLDEN = Path(__file__).parent / "golden" / "bounces"


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.stem)
def test_it_is_worded_as_it_was_read_by_eye(mail: Path, language: str) -> None:
    reading = read_mail(mail.read_bytes())
    text = plain(BounceAnswer(reading, chief(reading)), language) + "\n"
    golden = GOLDEN / language / f"{mail.stem}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_twenty_are_all_there() -> None:
    assert len(MAILS) >= 20

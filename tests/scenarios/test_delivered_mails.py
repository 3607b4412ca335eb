"""Mails that were delivered, dropped in Slack: why in spam, why late, whether forged; in both languages."""

import tomllib
from pathlib import Path

import pytest

from bot.workspace.dns import sample_zones
from tests.scenarios.conftest import playing
from tests.scenarios.stage import SUPPORT, words

MAIL = "message/rfc822"
STORIES = Path(__file__).parents[1] / "mails" / "stories"
TOLD = tomllib.loads((STORIES / "told.toml").read_text(encoding="utf-8"))
LIVE = {"lt": "Patikrinau", "en": "Checked"}
LETTER = {"lt": "ką parašyti klientui?", "en": "write to the customer"}
ABOUT = {
    "lt": {
        "sender-queue": ("kas jį sulaikė?", "Ilgiausiai laiškas laukė siuntėjo pusėje"),
        "forged-from": ("ar jis suklastotas?", "Tariamo siuntėjo paklauskite"),
    },
    "en": {
        "sender-queue": ("who delayed it?", "It waited longest on the sender's side"),
        "forged-from": ("is it forged?", "Ask the supposed sender"),
    },
}


@pytest.mark.parametrize(("language", "way"), [("lt", "http"), ("en", "socket")])
async def test_each_mail_is_explained_with_its_letter_and_follow_ups(language: str, way: str, tmp_path: Path) -> None:
    assert set(TOLD) == {path.stem for path in STORIES.glob("*.eml")}
    async with playing(way, tmp_path, sample_zones(), language) as stage:
        for name, story in TOLD.items():
            cause, letter = story[language]
            content = (STORIES / f"{name}.eml").read_bytes()
            mail = await stage.ws.drop_file(f"{name}.eml", content, channel=SUPPORT, mimetype=MAIL)
            explained = await stage.answer(1, thread=mail.ts, has=LIVE[language] if story.get("live") else cause)
            assert cause in words(explained)
            assert "ona@" not in words(explained)
            if story.get("picture"):
                await stage.answer(2, thread=mail.ts)
            await stage.ask(LETTER[language], mail, has=letter)
            if name in ABOUT[language]:
                question, answered = ABOUT[language][name]
                assert answered in words(explained)
                await stage.ask(question, mail, has=answered)

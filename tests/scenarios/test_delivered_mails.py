"""Mails that were delivered, dropped and pasted in Slack: why in spam, why late, whether forged; in both languages."""

from pathlib import Path

import pytest

from bot.workspace.dns import sample_zones
from bot.workspace.values import Message
from tests.scenarios.conftest import playing
from tests.scenarios.stage import SUPPORT, words

MAIL = "message/rfc822"
STORIES = Path(__file__).parents[1] / "mails" / "stories"
LIVE = {"lt": "priežastis patvirtinta", "en": "the cause is confirmed"}
SAYS = {
    "lt": {
        "path": ("kas jį sulaikė?", "Ilgiausiai laiškas laukė siuntėjo pusėje"),
        "forged": ("ar jis suklastotas?", "Tariamo siuntėjo paklauskite"),
        "letter": ("ką parašyti klientui?", "Pagarbiai"),
    },
    "en": {
        "path": ("who delayed it?", "It waited longest on the sender's side"),
        "forged": ("is it forged?", "Ask the supposed sender"),
        "letter": ("write to the customer", "Kind regards"),
    },
}


@pytest.mark.parametrize(("language", "way"), [("lt", "http"), ("en", "socket")])
async def test_a_mail_is_explained_and_its_follow_ups_are_about_it(language: str, way: str, tmp_path: Path) -> None:
    says = SAYS[language]
    async with playing(way, tmp_path, sample_zones(), language) as stage:

        async def dropped(name: str) -> Message:
            content = (STORIES / f"{name}.eml").read_bytes()
            return await stage.ws.drop_file(f"{name}.eml", content, channel=SUPPORT, mimetype=MAIL)

        softfail = await dropped("microsoft-softfail")
        said = await stage.answer(1, thread=softfail.ts, has=LIVE[language])
        assert "46.105.33.14" in words(said)
        assert "ona@" not in words(said)
        asked, answered = says["letter"]
        await stage.ask(asked, softfail, has=answered)
        for name, key, messages in (("sender-queue", "path", 2), ("forged-from", "forged", 1)):
            mail = await dropped(name)
            await stage.answer(messages, thread=mail.ts)  # with the picture of a path that took long
            asked, answered = says[key]
            await stage.ask(asked, mail, has=answered)

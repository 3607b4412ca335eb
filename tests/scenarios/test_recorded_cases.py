"""The recorded cases, played over the wire in both languages: the root cause, and the letter that follows from it.

`UPDATE_GOLDEN=1 pytest tests/scenarios/test_recorded_cases.py` writes the letters anew, to be read by eye.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.cases.values.investigation import CauseVerdict
from bot.domains.net.https_fetcher import HttpsFetcher
from bot.workspace.values import Message
from tests.domains.authority_ca import TestAuthority
from tests.scenarios.conftest import playing
from tests.scenarios.recorded import Recorded, recorded
from tests.scenarios.stage import SUPPORT, Stage, words

PLAYED = [
    pytest.param(case, language, way, id=f"{case.name}-{language}")
    for case in recorded()
    for language, way in (("lt", "http"), ("en", "socket"))
]
HEADINGS = {"lt": "Serveris atsakė", "en": "The server said"}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def policy_served(case: Recorded, authority: TestAuthority) -> AsyncIterator[dict[str, object]]:
    """A web server on loopback with the case's MTA-STS policy; what a fetcher needs to know to reach it."""
    if case.policy is None:
        yield {}
        return
    text = case.policy

    async def policy(_request: web.Request) -> web.Response:
        return web.Response(text=text)

    app = web.Application()
    app.router.add_get("/.well-known/mta-sts.txt", policy)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=authority.server("mta-sts.tiltu-projektai.lt")).start()
    yield {"ca_file": str(authority.file), "allow": ("127.0.0.0/8",), "port": runner.addresses[0][1]}
    await runner.cleanup()


async def hand_over(stage: Stage, case: Recorded) -> Message:
    """Pastes a text or drops a mail; returns the root of the thread with the answer."""
    if case.bounce.suffix == ".eml":
        return await stage.ws.drop_file(case.bounce.name, case.bounce.read_bytes(), mimetype="message/rfc822")
    await stage.ws.command("/smtp", case.bounce.read_text("utf-8"))
    return await stage.answer(1)


@pytest.mark.parametrize(("case", "language", "way"), PLAYED)
async def test_a_bounce_is_followed_to_its_root(
    case: Recorded, language: str, way: str, tmp_path: Path, authority: TestAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with policy_served(case, authority) as reach:
        monkeypatch.setattr("bot.desk.HttpsFetcher", partial(HttpsFetcher, **reach))
        silent = case.verdict is CauseVerdict.UNKNOWN
        async with playing(way, tmp_path, case.zones(), language, dns_timeout=0.5 if silent else 3.0) as stage:
            root = await hand_over(stage, case)
            answer = await stage.answer(
                1, thread=None if root.user == stage.ws.state.bot.id else root.ts, has=case.says(language)
            )
            assert HEADINGS[language] in words(answer)
            await stage.ws.say("write to the customer" if language == "en" else "parašyk klientui", thread_ts=root.ts)
            agrees(case.letter(language), copyable(await private(stage, root)))


async def private(stage: Stage, root: Message) -> Message:
    """The message that only the asker sees."""

    def look(_: object) -> Message | None:
        return next((each for each in stage.ws.state.messages(SUPPORT) if each.ephemeral_to), None)

    message = await stage.ws.until(look, timeout=60)
    assert message is not None
    assert message.thread_ts == root.ts
    return message


def copyable(message: Message) -> str:
    """The letter as it is copied out of its block."""
    (block,) = [block for block in message.blocks if block["type"] == "rich_text"]
    (prose,) = block["elements"]
    return str(prose["elements"][0]["text"])


def agrees(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text + "\n", encoding="utf-8")
    assert path.is_file(), f"{path} is not there yet: run with UPDATE_GOLDEN=1 and read it"
    assert text + "\n" == path.read_text(encoding="utf-8")

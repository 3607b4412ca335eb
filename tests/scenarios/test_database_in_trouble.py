"""The disk is full, or another program keeps the database locked: whoever asks is answered, and what could not be
remembered then is remembered later."""

import asyncio
import json
import os
import resource
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.replies.words.phrases import phrases
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import RESPONSE_URL
from bot.workspace.manifest import read
from bot.workspace.values import Message
from bot.workspace.workspace import Workspace
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import DIRECT, SUPPORT, Stage, words
from tests.scenarios.teams import WHOLE
from tests.scenarios.trouble import locked, no_room

BROKEN = phrases("lt").say("refusal.try-again")


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(manifest=read(MANIFEST)) as made:
        yield made


async def ready(address: str) -> tuple[int, bool]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, json.loads(await response.text())["database"]


def posted(ws: Workspace, channel: str, thread: str = "") -> list[Message]:
    """What the bot said there."""
    bot = ws.state.bot.id
    return [
        message
        for message in ws.state.messages(channel)
        if message.user == bot and (not thread or message.thread_ts == thread)
    ]


async def says(ws: Workspace, has: str, channel: str = SUPPORT, thread: str = "", count: int = 1) -> Message:
    """Its message there that says so."""

    def look(_: object) -> Message | None:
        answers = [each for each in posted(ws, channel, thread) if has in words(each)]
        return answers[-1] if len(answers) >= count else None

    message = await ws.until(look, timeout=60)
    assert message is not None
    return message


async def asked_everything(ws: Workspace, root: Message) -> None:
    """A code, a check, a follow-up and a direct message: each is acknowledged, and answered right."""
    code, check = await asyncio.gather(ws.command("/smtp", "552"), ws.command("/mailcheck", "sveika.example"))
    assert code is not None
    assert check is not None
    assert (code.failure, check.failure) == ("", "")
    await ws.say("o kas dėl SPF?", thread_ts=root.ts)
    await ws.say("421", channel=DIRECT)
    await says(ws, "552")
    await says(ws, WHOLE, count=2)
    await says(ws, "SPF", thread=root.ts)
    await says(ws, "421", channel=DIRECT)
    assert not [message for channel in (SUPPORT, DIRECT) for message in posted(ws, channel) if BROKEN in words(message)]


async def test_a_full_disk(ws: Workspace, tmp_path: Path) -> None:
    if not hasattr(resource, "prlimit"):
        assert not os.environ.get("CI"), "Linux can take a process's room away, and CI runs on it"
        pytest.skip("only Linux can take a process's room away")
    async with DnsServer(sample_zones()) as dns, BotProcess(ws, dns, tmp_path, "web") as bot:
        await bot.ready()
        await ws.command("/mailcheck", "imone.example")
        root = await says(ws, WHOLE)
        with no_room(bot.id, tmp_path):
            assert await ready(f"{bot.origin}/readyz") == (503, False)
            await asked_everything(ws, root)
            follow_up = (await says(ws, "552")).ts
            await ws.say("parašyk klientui", thread_ts=follow_up)
            await says(ws, "Laba diena,", thread=follow_up)  # it knows what the thread is about
        assert await ready(f"{bot.origin}/readyz") == (200, True)
        await ws.command("/mailcheck", "sveika.example")
        await says(ws, WHOLE, count=3)
        assert await bot.stop() == 0
        kept = sqlite3.connect(tmp_path / "bot.db")
        assert kept.execute("SELECT count(*) FROM cases WHERE thread = ?", (follow_up,)).fetchone() == (1,)
        assert kept.execute("SELECT count(*) FROM owed").fetchone() == (0,)
        kept.close()


async def test_a_database_that_is_locked(one_stage: Stage, tmp_path: Path) -> None:
    ws = one_stage.ws
    await ws.command("/mailcheck", "imone.example")
    root = await says(ws, WHOLE)
    async with locked(tmp_path / "cases.db"):
        await asked_everything(ws, root)
        wish = await ws.command("/smtp", "lang en")
        assert wish is not None
        assert wish.acknowledged
    await ws.until(lambda _: [call for call in ws.calls if call.method == RESPONSE_URL], timeout=60)  # it is chosen
    await ws.command("/smtp", "451")
    await says(ws, "Who needs to act")

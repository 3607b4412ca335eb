"""A letter, a vote, choices, a workflow's step: acknowledged, and the process is killed before they were done. They are
done, once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import engine_for
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.faults import ServerError
from bot.workspace.furnish import COLLEAGUE, YOU
from bot.workspace.manifest import read
from bot.workspace.values import Message, View
from bot.workspace.workspace import Workspace
from tests import postgres
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.process import BotProcess
from tests.scenarios.stage import SUPPORT, words
from tests.scenarios.teams import CHECKED


@pytest.fixture
async def database() -> AsyncIterator[AsyncEngine]:
    async with postgres.migrated() as url:
        engine = engine_for(url)
        yield engine
        await engine.dispose()


async def says(ws: Workspace, has: str) -> Message:
    message = await ws.until(
        lambda state: next((each for each in state.messages(SUPPORT) if has in words(each)), None), timeout=60
    )
    assert message is not None
    return message


async def home(ws: Workspace) -> View:
    await ws.open_home(user=COLLEAGUE.id)
    view = await ws.until(lambda state: state.home(COLLEAGUE.id))
    assert view is not None
    return view


def letters(ws: Workspace, root: Message) -> list[Message]:
    return [
        message
        for message in ws.state.messages(SUPPORT)
        if message.thread_ts == root.ts and message.text.startswith("Laba diena")
    ]


async def kept(database: AsyncEngine) -> tuple[set[tuple[str, str]], int]:
    """Choices by their scope, and votes."""
    async with database.connect() as connection:
        chosen = {(row.scope, row.language) for row in await connection.execute(text("SELECT * FROM preferences"))}
        votes = (await connection.execute(text("SELECT count(DISTINCT message) FROM votes"))).scalar_one()
    return chosen, votes


async def test_what_was_acknowledged_is_done_by_the_next_process(database: AsyncEngine, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    async with (
        Workspace(manifest=read(MANIFEST)) as ws,
        DnsServer(sample_zones()) as dns,
        BotProcess(ws, dns, tmp_path, "web", url) as bot,
    ):
        await bot.ready()
        await ws.command("/mailcheck", "imone.example")
        root = await says(ws, CHECKED)
        await ws.say("parašyk klientui", thread_ts=root.ts)
        letter = await says(ws, "Laba diena,")
        menu = await home(ws)

        for method in ("chat.postMessage", "functions.completeSuccess"):
            ws.faults.add(method, ServerError(500), times=1000)
        async with database.connect() as locking:
            await locking.execute(text("LOCK TABLE votes, preferences IN EXCLUSIVE MODE"))
            taken = await asyncio.gather(
                ws.click(letter, "letter:post"),
                ws.click(root, "vote", "positive"),
                ws.command("/smtp", "lang en here"),
                ws.click(menu, "home:language:user", "en", user=COLLEAGUE.id),
            )
            assert [delivery.failure for delivery in taken if delivery is not None] == [""] * 4
            step = await ws.run_step("explain_bounce", {"text": "451"})
            await ws.until(
                lambda _: any(delivery.event.get("type") == "function_executed" for delivery in ws.deliveries)
            )
            await bot.kill()
            await locking.rollback()
        assert await kept(database) == (set(), 0)
        assert letters(ws, root) == []
        ws.faults.clear()

        await bot.start()
        await bot.ready()
        await ws.until(lambda _: letters(ws, root), timeout=60)
        await says(ws, "Ačiū, kad pasakėte")
        await says(ws, "English")
        await ws.until(lambda state: state.executions[step.id].outputs)
        assert await bot.stop() == 0
        assert [call.ok for call in ws.calls if call.method == "functions.completeSuccess"].count(True) == 1
        assert await kept(database) == ({("channel", "en"), ("user", "en")}, 1)
        assert len(letters(ws, root)) == 1
        assert not [
            message
            for message in ws.state.messages(SUPPORT)
            if message.ephemeral_to == YOU.id and message.ts == letter.ts
        ]

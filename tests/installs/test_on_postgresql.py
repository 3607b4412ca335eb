"""The same bot over PostgreSQL: installed, asked, asked on, and left, through the wire."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.votes import CountedKind
from bot.slack.oauth.installing import Installing
from bot.storage.database import engine_for
from bot.storage.store import Store
from bot.storage.tables.orgs import Orgs
from tests import postgres
from tests.installs.conftest import Grid


@pytest.fixture
async def database() -> AsyncIterator[str]:
    async with postgres.migrated() as url:
        yield url


@pytest.mark.parametrize("grid", [3600], indirect=True)
async def test_installed_asked_and_left(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
        await workspace.command("/smtp", "lang en")
        await workspace.until(lambda state: any(message.ephemeral_to for message in state.messages()))
        await workspace.command("/smtp", "451")
        root = await grid.answer(workspace, 1, has="Who needs to act")
        await workspace.say("should I send it again?", thread_ts=root.ts)
        await grid.answer(workspace, 2)
    await grid.slack.uninstall(grid.first)
    await grid.second.command("/smtp", "550")
    await grid.answer(grid.second, 3, has="550")
    store = Store(grid.settings.database_url, case_days=30)
    teams = (grid.first.state.team.id, grid.second.state.team.id)
    for _ in range(1200):  # an answer is counted after it is shown
        counts = [len(await store.statistics.most_frequent(team, CountedKind.CODE)) for team in teams]
        if counts == [0, 2]:
            break
        await asyncio.sleep(0.05)
    assert counts == [0, 2]
    assert [len(await store.cases.recent(team, "U0YOU0001")) for team in teams] == [0, 2]
    await store.close()


@pytest.mark.parametrize("grid", [3600], indirect=True)
async def test_two_processes_that_find_a_token_in_need_renew_it_once(grid: Grid) -> None:
    """It lasts an hour, and is renewed two hours before its end; a refresh token that was spent is refused."""
    await grid.install(grid.first)
    grid.slack.oauth.client = replace(grid.slack.oauth.client, expires_in=12 * 3600)
    client = AsyncWebClient(base_url=grid.settings.slack_api_url)
    engines = [engine_for(grid.settings.database_url) for _ in range(4)]
    try:
        commands = [
            Installing(grid.settings, engine, Orgs(engine), client).client_of(grid.first.state.team.id)
            for engine in engines
        ]
        results = await asyncio.gather(*commands)
    finally:
        for engine in engines:
            await engine.dispose()
    assert all(results)
    assert len({finding.token for finding in results if finding}) == 1

"""Workspaces come and go: installed by OAuth, served apart from each other, forgotten when they leave."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.__main__ import main
from bot.slack.oauth import install_state
from bot.workspace.serving.oauth import OAuth
from tests.installs.conftest import KEY, Grid

SUPPORT = "C0SUPPORT"
TABLES = ("cases", "seen_events", "preferences", "counts", "slack_bots", "slack_installations")


def dump(grid: Grid) -> str:
    """Everything that the database's file says."""
    with sqlite3.connect(grid.settings.database_url.removeprefix("sqlite:///")) as connection:
        return "\n".join(connection.iterdump())


def rows(grid: Grid, table: str, team: str) -> int:
    column = "team_id" if table.startswith("slack_") else "team"
    with sqlite3.connect(grid.settings.database_url.removeprefix("sqlite:///")) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", (team,)).fetchone()
        return int(count)


async def eventually(true: Callable[[], bool]) -> None:
    """Waits until it is true: an event is acknowledged before it is worked on."""
    for _ in range(1200):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not within a minute")


async def test_two_workspaces_install_it_and_each_is_answered(grid: Grid) -> None:
    for workspace in (grid.first, grid.second):
        page = await grid.install(workspace)
        assert page.status == 200
        assert workspace.state.team.name in page.text
        await workspace.command("/smtp", "451")
        await grid.answer(workspace, 1, has="451")


async def test_a_workspace_that_has_not_installed_it_is_told_so(grid: Grid) -> None:
    await grid.install(grid.first)
    delivery = await grid.second.command("/smtp", "451")
    assert delivery is not None
    await grid.second.until(lambda state: any("nebeįdiegtas" in message.text for message in state.messages(SUPPORT)))


async def test_the_page_speaks_the_browsers_language(grid: Grid) -> None:
    assert "Botas įdiegtas" in (await grid.install(grid.first, language="lt-LT,lt;q=0.9,en;q=0.8")).text
    assert "The bot is installed" in (await grid.install(grid.second, language="de-DE,de;q=0.9")).text


async def test_an_administrator_may_decline(grid: Grid) -> None:
    page = await grid.install(grid.first, extra="&no=1", language="en")
    assert "declined in Slack" in page.text
    assert "/slack/install" in page.text
    assert rows(grid, "slack_bots", grid.first.state.team.id) == 0


async def test_a_state_is_good_once_and_in_one_browser(grid: Grid) -> None:
    """Done, the browser gives it up; where it does not, Slack's own code is spent."""
    page = await grid.install(grid.first)
    assert {morsel.value for morsel in page.given.values()} == {"deleted"}
    again = await grid.come_back(page.address, page.given, "en")
    assert (again.status, "another browser" in again.text) == (400, True)
    kept = await grid.come_back(page.address, page.cookies, "en")
    assert (kept.status, "has already been used" in kept.text) == (401, True)
    for morsel in page.cookies.values():
        morsel.set(morsel.key, "another-browser", "another-browser")
    elsewhere = await grid.come_back(page.address, page.cookies, "en")
    assert (elsewhere.status, "another browser" in elsewhere.text) == (400, True)


@pytest.mark.parametrize("made_up", ["", "made-up", "a.b.c", "ąž", "x" * 5000])
async def test_a_state_that_we_never_signed_is_refused(grid: Grid, made_up: str) -> None:
    page = await grid.install(grid.first, extra="&no=1")
    cookies = page.cookies
    (name,) = cookies
    cookies[name] = made_up
    address = f"{grid.address}/slack/oauth_redirect?{urlencode({'code': 'code-1', 'state': made_up})}"
    answer = await grid.come_back(address, cookies)
    assert answer.status in (400, 401)
    assert rows(grid, "slack_bots", grid.first.state.team.id) == 0


async def test_a_state_that_is_too_old_is_refused(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await grid.install(grid.first, extra="&no=1")
    monkeypatch.setattr(install_state, "SECONDS", -1)
    (state,) = (morsel.value for morsel in page.cookies.values())
    address = f"{grid.address}/slack/oauth_redirect?{urlencode({'code': 'code-1', 'state': state})}"
    late = await grid.come_back(address, page.cookies, "en")
    assert (late.status, "ten minutes" in late.text) == (401, True)


async def test_whoever_only_asks_for_the_page_leaves_nothing_in_the_database(grid: Grid) -> None:
    before = dump(grid)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as stranger:
        for _ in range(30):
            async with stranger.get(f"{grid.address}/slack/install", allow_redirects=False) as page:
                assert page.status == 302
    assert dump(grid) == before


async def test_a_strangers_words_are_not_shown(grid: Grid) -> None:
    words = "Your account is locked: call 555-0100"
    address = f"{grid.address}/slack/oauth_redirect?{urlencode({'error': words})}"
    page = await grid.come_back(address, SimpleCookie(), "en")
    assert "555-0100" not in page.text
    assert "Slack did not allow" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "style=" not in page.text


async def test_where_slack_is_down_one_may_come_back(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is not spent, nor is Slack's code, which it never saw."""

    def down(*_: object) -> None:
        raise web.HTTPServiceUnavailable

    with monkeypatch.context() as fault:
        fault.setattr(OAuth, "access", down)
        page = await grid.install(grid.first, language="en")
    assert (page.status, "answering at the moment" in page.text) == (503, True)
    assert "The bot is installed" in (await grid.come_back(page.address, page.cookies, "en")).text


async def test_the_other_workspace_sees_nothing_of_the_first(grid: Grid) -> None:
    """Channels and people have the same ids in both: only the team tells them apart."""
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
    await grid.first.command("/smtp", "lang en")
    await grid.first.until(lambda state: any(each.ephemeral_to for each in state.messages(SUPPORT)))
    await grid.first.command("/mailcheck", "provider ovh")
    await grid.answer(grid.first, 1, has="OVH")  # two commands at once are answered in either order
    await grid.first.command("/smtp", "451")
    root = await grid.answer(grid.first, 2, has="Who needs to act")
    # The other's thread of the same id is none of the bot's there.
    there = grid.second.state.post(replace(root, text="451", blocks=(), user="U0COLLEAG", bot_id=""))
    await grid.second.say("what about 550?", thread_ts=there.ts)
    await grid.second.idle()
    await grid.second.command("/smtp", "451")
    answer = await grid.answer(grid.second, 1, has="451")
    assert "Who needs to act" not in str(answer)
    assert "kas turi imtis veiksmų" in str(answer).lower()
    assert answer.thread_ts == ""
    shown = await grid.second.command("/smtp", "lang")
    assert shown is not None
    message = await grid.second.until(
        lambda state: [each for each in state.messages(SUPPORT) if each.ephemeral_to][-1:]
    )
    assert "nepasirinkta" in str(message)
    assert "OVH" not in str(message).replace("teikėjas ovh", "")
    assert rows(grid, "preferences", grid.second.state.team.id) == 0


@pytest.mark.parametrize("way", ["uninstall", "revoke"])
async def test_a_workspace_that_leaves_is_forgotten_whole(grid: Grid, way: str) -> None:
    for workspace in (grid.first, grid.second):
        await grid.install(workspace)
        await workspace.command("/smtp", "lang en")
        await workspace.command("/smtp", "451")
        root = await grid.answer(workspace, 1, has="451")
        await workspace.say("who has to act?", thread_ts=root.ts)
        await grid.answer(workspace, 2)
    first, second = grid.first.state.team.id, grid.second.state.team.id
    await eventually(lambda: all(rows(grid, table, team) for table in TABLES for team in (first, second)))
    before = [rows(grid, table, second) for table in TABLES]
    await (grid.slack.uninstall(grid.first) if way == "uninstall" else grid.slack.revoke(grid.first))
    await eventually(lambda: first not in dump(grid))
    assert [rows(grid, table, second) for table in TABLES] == before
    await grid.second.command("/smtp", "550")
    await grid.answer(grid.second, 3, has="550")


async def test_a_late_uninstall_does_not_undo_a_new_installation(grid: Grid) -> None:
    """Slack repeats an event that was not acknowledged; by then the workspace may be back."""
    await grid.install(grid.first)
    grid.first.clock.turn(-60)
    token = grid.first.bot_token
    await grid.slack.uninstall(grid.first)
    grid.first.clock.turn(60)
    grid.first.bot_token = grid.first.api.bot_token = token
    await asyncio.sleep(0.5)  # the event is acknowledged before it is worked on, and what it must not do tells nobody
    await grid.first.command("/smtp", "451")
    await grid.answer(grid.first, 1, has="451")


async def test_tokens_are_not_in_the_database_as_they_are(grid: Grid) -> None:
    await grid.install(grid.first)
    token = grid.first.bot_token
    assert token.startswith("xoxb-")
    assert "xoxb-" not in dump(grid)
    assert "gAAAA" in dump(grid)


async def test_keys_are_changed_without_a_new_installation(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    await grid.install(grid.first)
    await grid.stop_bot()
    newer = Fernet.generate_key().decode()
    await grid.start_bot(token_keys=SecretStr(f"{newer},{KEY}"))
    await grid.first.command("/smtp", "451")
    await grid.answer(grid.first, 1, has="451")
    await grid.stop_bot()

    engine_url, client = grid.settings.database_url, grid.settings.slack_client_id
    for name, value in (("DATABASE_URL", engine_url), ("SLACK_CLIENT_ID", client), ("TOKEN_KEYS", f"{newer},{KEY}")):
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(main, ["migrate", "--reencrypt"]) == 0
    for name in ("SLACK_CLIENT_ID", "TOKEN_KEYS", "DATABASE_URL"):
        monkeypatch.delenv(name)
    await grid.start_bot(token_keys=SecretStr(newer))
    await grid.first.command("/smtp", "550")
    await grid.answer(grid.first, 2, has="550")


@pytest.mark.parametrize("grid", [3600], indirect=True)
async def test_a_token_that_is_about_to_expire_is_renewed(grid: Grid) -> None:
    """It lasts an hour, and Bolt renews two hours before the end: each request finds it in need of renewal."""
    await grid.install(grid.first)
    installed = grid.first.bot_token
    assert installed.startswith("xoxe.xoxb-")
    for count, code in enumerate(("451", "550", "421"), start=1):
        await grid.first.command("/smtp", code)
        await grid.answer(grid.first, count, has=code)
    assert grid.first.bot_token != installed
    assert "xoxe" not in dump(grid)
    assert rows(grid, "slack_bots", grid.first.state.team.id) == 1


async def test_without_client_secrets_there_is_nothing_to_install(tmp_path: Path) -> None:
    from bot.app import over_http
    from bot.settings import Settings

    settings = Settings(
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("s"),
        host="127.0.0.1",
        port=0,
        database_url=f"sqlite:///{tmp_path / 'one.db'}",
    )
    async with over_http(settings) as address, aiohttp.request("GET", f"{address}/slack/install") as page:
        assert page.status == 404

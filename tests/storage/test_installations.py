"""Installed tokens: found again, unreadable to who has the database alone, and moved from key to key."""

import re
import time

import pytest
from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import select

from bot.storage import schema
from bot.storage.store import Store
from bot.storage.tables.installations import Installations, installed_after

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TOKEN = "xoxe.xoxb-1-" + "Mi0" * 50
REFRESH = "xoxe-1-" + "My0" * 50


def installation(team: str) -> Installation:
    return Installation(
        app_id="A1",
        team_id=team,
        user_id="U1",
        bot_token=TOKEN,
        bot_id="B1",
        bot_user_id="UB1",
        bot_scopes=["commands"],
        bot_refresh_token=REFRESH,
        bot_token_expires_at=int(time.time()) + 3600,
    )


async def token(store: Store, team: str, *keys: str) -> str | None:
    async_find_bot = await Installations(store.engine, "1.1", keys).async_find_bot(enterprise_id=None, team_id=team)
    return async_find_bot.bot_token if async_find_bot else None


async def at_rest(store: Store) -> list[str]:
    """All tokens as the tables hold them."""
    async with store.engine.connect() as connection:
        return [
            value
            for table in (schema.slack_bots, schema.slack_installations)
            for row in (await connection.execute(select(table))).mappings()
            for name, value in row.items()
            if name in schema.TOKENS and value is not None
        ]


async def test_a_token_is_found_again_and_unreadable_at_rest(store: Store) -> None:
    await Installations(store.engine, "1.1", (OLD,)).async_save(installation("T1"))
    async_find_bot = await Installations(store.engine, "1.1", (OLD,)).async_find_bot(enterprise_id=None, team_id="T1")
    assert async_find_bot is not None
    assert (async_find_bot.bot_token, async_find_bot.bot_refresh_token) == (TOKEN, REFRESH)
    assert await token(store, "T2", OLD) is None
    held = await at_rest(store)
    assert len(held) == 4
    assert not any(re.search(r"xox[a-z]-|xoxe\.", value) for value in held)


async def test_a_new_key_in_front_reads_what_the_old_one_wrote(store: Store) -> None:
    await Installations(store.engine, "1.1", (OLD,)).async_save(installation("T1"))
    assert await token(store, "T1", NEW, OLD) == TOKEN
    with pytest.raises(InvalidToken):
        await token(store, "T1", NEW)
    assert await Installations(store.engine, "1.1", (NEW, OLD)).reencrypt() == 2
    assert await token(store, "T1", NEW) == TOKEN


async def test_without_the_old_key_nothing_is_written_anew(store: Store) -> None:
    await Installations(store.engine, "1.1", (OLD,)).async_save(installation("T1"))
    before = await at_rest(store)
    with pytest.raises(InvalidToken):
        await Installations(store.engine, "1.1", (NEW,)).reencrypt()
    assert await at_rest(store) == before


async def test_a_workspace_that_leaves_takes_its_tokens_along(store: Store) -> None:
    for team in ("T1", "T2"):
        await Installations(store.engine, "1.1", (OLD,)).async_save(installation(team))
    await store.forget_team("T1")
    assert await token(store, "T1", OLD) is None
    assert await token(store, "T2", OLD) == TOKEN
    assert len(await at_rest(store)) == 4


async def test_when_it_was_installed_is_known(store: Store) -> None:
    before = time.time() - 1
    await Installations(store.engine, "1.1", (OLD,)).async_save(installation("T1"))
    assert await installed_after(store.engine, "T1", before)
    assert not await installed_after(store.engine, "T1", time.time() + 1)
    assert not await installed_after(store.engine, "T2", before)

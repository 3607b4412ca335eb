"""SQLite's file is nobody's but the bot's: it holds cases, and who asked."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from bot.cases.values.case import Case, Thread
from bot.storage.store import Store


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def opened_and_written(file: Path) -> dict[str, int]:
    """The permissions of all that there is while it is written."""
    store = Store(f"sqlite:///{file}", case_days=30)
    await store.open()
    await store.cases.keep(Thread("T1", "C1", "1.2"), Case("lt"))
    permissions = modes(file.parent)
    await store.close()
    return permissions


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


async def test_it_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    permissions = await opened_and_written(tmp_path / "mailbot.db")
    assert permissions == {"mailbot.db": 0o600, "mailbot.db-wal": 0o600, "mailbot.db-shm": 0o600}


async def test_one_that_an_earlier_version_left_open_to_all_is_closed(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "mailbot.db").close()
    (tmp_path / "mailbot.db").touch(0o644)
    (tmp_path / "mailbot.db").chmod(0o644)
    permissions = await opened_and_written(tmp_path / "mailbot.db")
    assert set(permissions.values()) == {0o600}

"""Both databases: every test of the store that asks for a `url` is run on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.store import Store
from tests import postgres
from tests.scenarios.conftest import put_tables


@pytest.fixture(scope="session")
def postgres_cluster() -> str:
    return postgres.shared()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, tmp_path: Path) -> str:
    """A database without a table."""
    if kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}"
    return postgres.new_database(postgres.programs_or_skip(), postgres.shared())


@pytest.fixture
async def url(kind: str, tmp_path: Path) -> str:
    """A database that is migrated."""
    if kind == "sqlite":
        file = tmp_path / "cases.db"
        await asyncio.to_thread(put_tables, file)
        return f"sqlite+aiosqlite:///{file}"
    async with postgres.migrated() as made:
        return made


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store(url, case_days=30)
    await opened.open()
    yield opened
    await opened.close()

"""Both databases: every test of the store that asks for a `url` is run on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.database import engine_for
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from tests import postgres


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    programs = postgres.programs_or_skip()
    with postgres.cluster(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}"
    programs = postgres.programs()
    cluster: str = request.getfixturevalue("postgres_cluster")
    assert programs is not None
    return postgres.new_database(programs, cluster)


@pytest.fixture
async def url(empty_url: str) -> str:
    """A database that is migrated."""
    engine = engine_for(empty_url)
    await upgrade(engine)
    await engine.dispose()
    return empty_url


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store(url, case_days=30)
    await opened.open()
    yield opened
    await opened.close()

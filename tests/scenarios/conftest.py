"""A whole conversation over the wire: a workspace, the real bot in it, and the DNS of a small world."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.storage.database import engine_for
from bot.storage.migrate import upgrade
from bot.workspace.dns import DnsServer, Zones, sample_zones
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests.scenarios.stage import Stage

MANIFEST = Path(__file__).parents[2] / "manifest.json"


def put_tables(file: Path) -> None:
    """A new SQLite file with its tables: a copy of one that was migrated, which takes a tenth of the time."""
    if not file.exists():
        file.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.db"
        asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
        return file.read_bytes()


async def _migrate(url: str) -> None:
    engine = engine_for(url)
    await upgrade(engine)
    await engine.dispose()


@asynccontextmanager
async def playing(
    way: str, folder: Path, zones: Zones, language: str = "lt", dns_timeout: float = 3.0
) -> AsyncIterator[Stage]:
    """A stage with the bot on it, connected over `http` or `socket`; `folder` holds its database."""
    async with (
        Workspace(manifest=read(MANIFEST)) as ws,
        DnsServer(zones) as dns,
    ):
        await asyncio.to_thread(put_tables, folder / "cases.db")
        settings = Settings(
            slack_bot_token=SecretStr(ws.bot_token),
            slack_app_token=SecretStr(ws.app_token),
            slack_signing_secret=SecretStr(ws.signing_secret),
            slack_api_url=ws.url,
            host="127.0.0.1",
            port=0,
            database_url=f"sqlite+aiosqlite:///{folder / 'cases.db'}",
            default_language=language,
            dns_nameservers=f"{dns.host}:{dns.port}",
            sample_nameserver=f"{dns.host}:{dns.port}",
            dns_timeout=dns_timeout,
        )
        stage = Stage(ws, settings, way, AsyncExitStack(), dns)
        await stage.start_bot()
        try:
            yield stage
        finally:
            await stage.stop_bot()


@pytest.fixture(params=["http", "socket"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with playing(request.param, tmp_path, sample_zones()) as made:
        yield made


@pytest.fixture
async def one_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage for tests that do not depend on how Slack's requests come."""
    async with playing("http", tmp_path, sample_zones()) as made:
        yield made

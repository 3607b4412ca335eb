"""A whole conversation over the wire: a workspace, the real bot in it, and the sample domains' DNS."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.workspace.dns import DnsServer, sample_zones
from bot.workspace.manifest import read
from bot.workspace.workspace import Workspace
from tests.scenarios.stage import Stage

MANIFEST = Path(__file__).parents[2] / "manifest.json"


@pytest.fixture(params=["http", "socket"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with (
        Workspace(manifest=read(MANIFEST), retries=(0.05, 0.1)) as ws,
        DnsServer(sample_zones()) as dns,
    ):
        settings = Settings(
            slack_bot_token=SecretStr(ws.bot_token),
            slack_app_token=SecretStr(ws.app_token),
            slack_signing_secret=SecretStr(ws.signing_secret),
            slack_api_url=ws.url,
            host="127.0.0.1",
            port=0,
            database_url=f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}",
            dns_nameservers=f"{dns.host}:{dns.port}",
            sample_nameserver=f"{dns.host}:{dns.port}",
            dns_timeout=0.5,
        )
        playing = Stage(ws, settings, request.param, AsyncExitStack())
        await playing.start_bot()
        yield playing
        await playing.stop_bot()

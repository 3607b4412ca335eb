"""The sample domains, served by our own DNS server on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from bot.workspace.dns import DnsServer, sample_zones


@asynccontextmanager
async def sample_dns(settings: Settings) -> AsyncIterator[Settings]:
    """The settings, with a local server for `.example` and `.test` unless they name one."""
    if settings.sample_nameserver:
        yield settings
        return
    async with DnsServer(sample_zones()) as server:
        yield settings.model_copy(update={"sample_nameserver": f"{server.host}:{server.port}"})

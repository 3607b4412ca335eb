"""The sample domains, served by a DNS server of our own on loopback for as long as they are wanted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from bot.workspace.dns import DnsServer, sample_zones


@asynccontextmanager
async def sample_dns(settings: Settings) -> AsyncIterator[Settings]:
    """The settings, with somebody who serves `.example` and `.test` where nobody was named."""
    if settings.sample_nameserver:
        yield settings
        return
    async with DnsServer(sample_zones()) as server:
        yield settings.model_copy(update={"sample_nameserver": f"{server.host}:{server.port}"})

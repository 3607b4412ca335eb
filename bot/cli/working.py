"""Opens the desk for answers that need the network: a desk over the settings' resolvers."""

from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.cases.values.desk import Desk
from bot.cli.samples import sample_dns
from bot.desk import open_desk
from bot.domains.net.resolver.servers import Nameserver
from bot.settings import Settings, read


@asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """What answers are worked out with. Serves the sample zones until this ends."""
    async with sample_dns(settings) as sampled, open_desk(sampled) as opened:
        yield opened


def settings(options: Namespace) -> Settings:
    """The environment's settings. `--nameserver` overrides theirs, and answers for the sample domains too."""
    chosen = read()
    server: Nameserver | None = getattr(options, "nameserver", None)
    if server is None:
        return chosen
    address = f"{server.host}:{server.port}"
    return chosen.model_copy(update={"dns_nameservers": address, "sample_nameserver": address})

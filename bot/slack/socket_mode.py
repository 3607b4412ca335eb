"""Socket Mode's connection, looked after.

Slack's own client looks every ten seconds whether its connection still stands. Until then whatever Slack sends is lost,
and who typed a command is told that the bot does not answer.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient

log = logging.getLogger(__name__)
_EVERY = 0.2
"""Seconds between two looks; they cost nothing."""
_AGAIN = 10.0
"""Seconds after which the next new connection is asked for here: Slack gives few a minute, and its client asks too."""


@asynccontextmanager
async def kept_connected(client: AsyncBaseSocketModeClient) -> AsyncIterator[None]:
    """Opens a new connection as soon as the one there was is gone, until this ends."""
    looking = asyncio.create_task(_look_after(client))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])


async def _look_after(client: AsyncBaseSocketModeClient) -> None:
    loop = asyncio.get_running_loop()
    opened = loop.time() - _AGAIN
    while True:
        await asyncio.sleep(_EVERY)
        if loop.time() - opened < _AGAIN or await client.is_connected():
            continue
        opened = loop.time()
        try:
            await client.connect_to_new_endpoint()
        except (SlackClientError, ClientError, OSError):
            log.warning("no new connection could be opened; Slack's client tries on", exc_info=True)

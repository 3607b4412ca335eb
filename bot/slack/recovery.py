"""Answers that another process left behind, or this one before it was started again: completed, each once."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.answering import Answering
from bot.slack.posting import posted
from bot.storage.owed import HOLD, Orphan

log = logging.getLogger(__name__)
_EVERY = HOLD / 5
"""Seconds between two looks, which renew what this process holds."""
_MOST_TRIES = 5

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""By a workspace's id; None where the bot is not installed any more."""


async def recover(answering: Answering, client_of: ClientOf) -> None:
    """Until it is cancelled."""
    async with asyncio.TaskGroup() as group:
        while True:
            try:
                await answering.store.owed.renew()
                orphans = await answering.store.owed.orphans()
            except SQLAlchemyError:
                log.exception("the database is out of reach")
            else:
                for (team, channel, thread_ts), found in _by_thread(orphans).items():
                    group.create_task(_bring(answering, client_of, team, channel, thread_ts, found))
            await asyncio.sleep(_EVERY)

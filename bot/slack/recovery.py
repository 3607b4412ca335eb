"""Answers that another process left behind, or this one before it was started again: completed, each once."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.case import Thread
from bot.slack.answering import Answering
from bot.slack.posting import posted
from bot.storage.database import FAULTS
from bot.storage.owed import HOLD, Orphan

log = logging.getLogger(__name__)
_EVERY = HOLD / 5
"""Seconds between two looks; each also renews what this process holds."""
_MOST_TRIES = 10
"""Begun so often and never completed: it may be what ends the process."""
_LATER = 60.0

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""By a workspace's id; None where the bot is not installed any more."""


@asynccontextmanager
async def recovering(answering: Answering, client_of: ClientOf) -> AsyncIterator[None]:
    """Looks for orphans, now and every few seconds, until this ends."""
    stopping = asyncio.Event()
    looking = asyncio.create_task(_recover(answering, client_of, stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait([looking])


async def _recover(answering: Answering, client_of: ClientOf, stopping: asyncio.Event) -> None:
    """Until it is told to stop: cancelled, it might leave the database in the middle of a word."""
    looking: set[asyncio.Task[None]] = set()
    try:
        while not stopping.is_set():
            try:
                await answering.store.owed.renew(answering.under_way)
                orphans = await answering.store.owed.orphans()
            except FAULTS:
                log.exception("the database is out of reach")
                orphans = ()
            for place, found in _by_place(orphans, answering.under_way).items():
                task = asyncio.create_task(_complete(answering, client_of, place, found))
                looking.add(task)
                task.add_done_callback(looking.discard)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _EVERY)
    finally:
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)


def _by_place(orphans: Sequence[Orphan], under_way: Collection[str]) -> Mapping[Thread, Sequence[Orphan]]:
    """What is looked for in one place is looked for once. A thread with an empty ts is the channel itself."""
    found: defaultdict[Thread, list[Orphan]] = defaultdict(list)
    for orphan in orphans:
        place = orphan.owed.place
        if orphan.owed.id not in under_way:
            found[Thread(place.team, place.channel, place.thread_ts or "")].append(orphan)
    return found


async def _complete(answering: Answering, client_of: ClientOf, place: Thread, orphans: Sequence[Orphan]) -> None:
    log.info("%d answers were left incomplete", len(orphans))
    try:
        client = await client_of(place.team)
        if client is None:
            for orphan in orphans:
                await answering.store.owed.brought(orphan.owed.id)
            return
        there = await _there(client, place, orphans)
    except Exception:  # whatever it was, these wait until it has passed; nobody else would say that it was there
        log.exception("answers left incomplete could not be looked for")
        for orphan in orphans:
            await answering.store.owed.leave(orphan.owed.id, _LATER)
        return
    for orphan in orphans:
        complete = answering.give_up if orphan.tries > _MOST_TRIES else answering.bring_left
        complete(client, orphan.owed, orphan.ts or there.get(orphan.owed.message_key))


async def _there(client: AsyncWebClient, place: Thread, orphans: Sequence[Orphan]) -> Mapping[str, str]:
    """The messages that were posted, though nobody came to write down where."""
    unsure = [orphan.taken for orphan in orphans if orphan.ts is None]
    return await posted(client, place.channel, place.ts or None, since=min(unsure)) if unsure else {}

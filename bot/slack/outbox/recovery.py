"""Completes, once each, the answers that a dead process left behind."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import Vote, WorkflowStep
from bot.cases.values.case import Thread
from bot.cases.values.choices import Wish
from bot.slack.delivery.posting import posted
from bot.slack.delivery.retries import gone
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.under_way import Company
from bot.slack.wire.clients import ClientOf
from bot.storage.database import FAULTS
from bot.storage.tables.outbox import HOLD, Orphan

log = logging.getLogger(__name__)
_EVERY = HOLD / 8
"""Seconds between two looks; each also renews what this process holds."""
_MOST_TRIES = 10
"""Attempts after which an answer is given up because Slack or the database was out of reach each time."""
_LAST = 2
"""How many processes an answer may see die before it is tried once more, alone; after one more it is given up."""
_LATER = 60.0


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
    """Runs until it is told to stop: if it were cancelled, it might break a database connection in the middle of a
    query."""
    looking: dict[asyncio.Task[None], Sequence[Orphan]] = {}

    def ours() -> set[str]:
        return {*answering.under_way, *(orphan.owed.id for stored in looking.values() for orphan in stored)}

    try:
        while not stopping.is_set():
            try:
                await answering.store.outbox.renew(ours())
                await answering.store.late.again()
                stored = await answering.store.outbox.orphans(ours())
                # A slow database takes longer than an answer is held: what was begun here meanwhile is no orphan.
                orphans = [orphan for orphan in stored if orphan.owed.id not in ours()]
            except FAULTS:
                log.exception("the database is out of reach")
                orphans = []
            alone = sum(orphan.deaths > 0 for orphan in orphans) == 1
            for place, left in _by_place(orphans).items():
                task = asyncio.create_task(_complete(answering, client_of, place, left, alone=alone))
                looking[task] = left
                task.add_done_callback(looking.pop)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _EVERY)
    finally:
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)


def _by_place(orphans: Sequence[Orphan]) -> Mapping[Thread, Sequence[Orphan]]:
    """Orphans by the place where their messages are looked for, so that each place is read once. A thread with an empty
    ts is the channel itself."""
    by_place: defaultdict[Thread, list[Orphan]] = defaultdict(list)
    for orphan in orphans:
        by_place[orphan.owed.place.thread].append(orphan)
    return by_place


async def _complete(
    answering: Answering, client_of: ClientOf, place: Thread, orphans: Sequence[Orphan], *, alone: bool
) -> None:
    """`alone`: only one of all that were found may be what ended its process."""
    log.info("%d answers were left incomplete", len(orphans))
    try:
        client = await client_of(place.team)
        if client is None:
            for orphan in orphans:
                await answering.store.outbox.brought(orphan.owed.id)
            return
        there = await _there(client, place, orphans)
        if alone:
            for orphan in orphans:
                if orphan.deaths:
                    await answering.store.outbox.suspect(orphan.owed.id, max(orphan.deaths, _LAST))
    except Exception as error:  # any fault: these wait; nobody else would log it
        log.exception("answers left incomplete could not be looked for")
        with suppress(*FAULTS):
            for orphan in orphans:
                if gone(error) or orphan.tries > _MOST_TRIES:
                    await answering.store.outbox.brought(orphan.owed.id)
                else:
                    await answering.store.outbox.leave(orphan.owed.id, _LATER)
        return
    for orphan in orphans:
        ts = orphan.ts or there.get(orphan.owed.message_key)
        if not orphan.readable or orphan.tries > _MOST_TRIES or orphan.deaths > _LAST:
            answering.give_up(client, orphan.owed, ts)
        else:
            answering.bring_left(client, orphan.owed, ts, _company(orphan, alone=alone))


def _company(orphan: Orphan, *, alone: bool) -> Company:
    if not orphan.deaths:
        return Company.ANY
    return Company.NONE if alone or orphan.deaths == _LAST else Company.FEW


async def _there(client: AsyncWebClient, place: Thread, orphans: Sequence[Orphan]) -> Mapping[str, str]:
    """The messages that were posted before their timestamps could be stored."""
    unsure = [orphan.taken for orphan in orphans if orphan.ts is None and not _silent(orphan)]
    return await posted(client, place.channel, place.ts or None, since=min(unsure)) if unsure else {}


def _silent(orphan: Orphan) -> bool:
    """Whether its answer is no message that could be found again, or nobody knows its channel."""
    return isinstance(orphan.owed.asked[0], Vote | Wish | WorkflowStep) or not orphan.owed.place.channel

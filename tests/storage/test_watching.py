"""Watches as one person in one channel asks for them, on SQLite and on PostgreSQL alike."""

import time

from bot.cases.values.watch import Every
from bot.domains.values import Finding, Report, Status
from bot.storage.store import Store
from bot.storage.watching import ChannelWatching

NO_SPF = Report("imone.lt", (Finding("spf", Status.WARNING, "spf-missing"),))
SILENT = Report("imone.lt", (Finding("spf", Status.UNKNOWN, "spf-unknown"),))


async def test_a_watch_begins_with_what_was_just_found_and_is_due_within_the_interval(store: Store) -> None:
    watch = await ChannelWatching(store.watches, "T1", "C1", "U1").begin("imone.lt", Every.HOURLY, "en", NO_SPF)
    assert (watch.team, watch.channel, watch.user, watch.language) == ("T1", "C1", "U1", "en")
    assert time.time() < watch.due <= time.time() + 3600
    assert await store.watches.get("T1", "C1", "imone.lt") == watch
    assert await store.watches.seen(watch) == NO_SPF


async def test_asking_again_in_the_channel_changes_only_how_often(store: Store) -> None:
    first = await ChannelWatching(store.watches, "T1", "C1", "U1").begin("imone.lt", Every.DAILY, "lt", NO_SPF)
    again = await ChannelWatching(store.watches, "T1", "C1", "U2").begin("imone.lt", Every.HOURLY, "en", SILENT)
    assert (again.user, again.language, again.since) == (first.user, first.language, first.since)
    assert again.every is Every.HOURLY
    assert await store.watches.get("T1", "C1", "imone.lt") == again
    assert await store.watches.seen(again) == NO_SPF, "what is not known now stays as it was"


async def test_asking_again_without_saying_how_often_leaves_that_as_it_was(store: Store) -> None:
    watching = ChannelWatching(store.watches, "T1", "C1", "U1")
    await watching.begin("imone.lt", Every.HOURLY, "lt", NO_SPF)
    assert (await watching.begin("imone.lt", None, "lt", NO_SPF)).every is Every.HOURLY
    assert (await watching.begin("kita.lt", None, "lt", NO_SPF)).every is Every.DAILY


async def test_anyone_in_the_workspace_ends_it_and_nobody_outside(store: Store) -> None:
    await ChannelWatching(store.watches, "T1", "C1", "U1").begin("imone.lt", Every.DAILY, "lt", NO_SPF)
    assert not await ChannelWatching(store.watches, "T2", "C1", "U1").end("imone.lt")
    elsewhere = ChannelWatching(store.watches, "T1", "C2", "U2")
    assert [watching.watch.domain for watching in await elsewhere.watched()] == ["imone.lt"]
    assert await elsewhere.end("imone.lt")
    assert await elsewhere.watched() == ()

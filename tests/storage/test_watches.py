"""Watches: found when they are due, checked once for each time that they are, on SQLite and on PostgreSQL alike."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import insert, text

from bot.cases.values.watch import MOST, Every, TooManyWatches, Watch
from bot.domains.values import Fact, Finding, Record, Report, Status
from bot.storage import schema
from bot.storage.database import SQLITE
from bot.storage.store import Store

WATCH = Watch("T1", "C1", "imone.lt", Every.DAILY, "U1", "lt", 100.0, 1000.5)
ROW = {
    "team": "T1",
    "channel": "C1",
    "every": "daily",
    "user": "U1",
    "language": "lt",
    "since": 0.0,
    "due": 1.0,
    "ready": 1.0,
    "failures": 0,
    "seen": "{}",
}
NOT_CHECKED = Report("imone.lt", ())
FINE = Report(
    "imone.lt",
    (
        Finding(
            "spf",
            Status.OK,
            "spf-ok",
            (Record("imone.lt", "TXT", "v=spf1 include:mx.ovh.com -all"),),
            (Fact("lookups", 1), Fact("record", "v=spf1 include:mx.ovh.com -all")),
        ),
    ),
    (),
    120.5,
    30,
    "ovh",
)
BROKEN = Report("imone.lt", (Finding("spf", Status.WARNING, "spf-missing"),))


def of(domain: str, **other: object) -> Watch:
    return replace(WATCH, domain=domain, **other)


async def test_what_is_watched_is_listed_with_what_was_found_last(store: Store) -> None:
    await store.watches.put(of("zuikis.lt"), NOT_CHECKED)
    await store.watches.put(WATCH, FINE)
    await store.watches.put(replace(WATCH, team="T2"), FINE)
    first, second = await store.watches.of_team("T1")
    assert (first.watch, first.worst, first.checked is None) == (WATCH, Status.OK, False)
    assert (second.watch.domain, second.worst, second.checked) == ("zuikis.lt", None, None)
    assert await store.watches.get("T1", "C1", "imone.lt") == WATCH
    assert await store.watches.get("T1", "C2", "imone.lt") is None
    assert await store.watches.seen(WATCH) == FINE


async def test_asking_again_changes_only_how_often(store: Store) -> None:
    await store.watches.put(WATCH, FINE)
    again = replace(WATCH, every=Every.HOURLY, user="U2", language="en", since=200.0, due=500.0)
    await store.watches.put(again, BROKEN)
    now = replace(WATCH, every=Every.HOURLY, due=500.0)
    assert await store.watches.get("T1", "C1", "imone.lt") == now
    assert await store.watches.due(500.0, 10) == (now,)
    assert await store.watches.seen(now) == BROKEN


async def test_a_watch_ends_in_every_channel_of_its_workspace(store: Store) -> None:
    for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C1")):
        await store.watches.put(replace(WATCH, team=team, channel=channel), FINE)
    assert await store.watches.remove("T1", "imone.lt")
    assert not await store.watches.remove("T1", "imone.lt")
    assert await store.watches.of_team("T1") == ()
    assert await store.watches.seen(WATCH) is None
    assert len(await store.watches.of_team("T2")) == 1


async def test_a_channels_watches_end_together(store: Store) -> None:
    for watch in (of("b.lt"), of("a.lt"), of("a.lt", channel="C2"), of("c.lt", team="T2")):
        await store.watches.put(watch, FINE)
    ended = await store.watches.remove_channel("T1", "C1")
    assert ended == (of("a.lt"), of("b.lt"))
    assert [kept.watch.channel for kept in await store.watches.of_team("T1")] == ["C2"]
    assert await store.watches.remove_channel("T1", "C1") == ()


async def test_a_workspace_watches_so_many_domains_and_no_more(store: Store) -> None:
    rows = [{**ROW, "domain": f"d{number}.lt"} for number in range(MOST)]
    async with store.engine.begin() as connection:
        await connection.execute(insert(schema.watches), rows)
    with pytest.raises(TooManyWatches):
        await store.watches.put(WATCH, FINE)
    await store.watches.put(of("d7.lt", channel="C2"), FINE)  # the same domain in another channel is no new one
    await store.watches.put(replace(WATCH, team="T2"), FINE)
    await store.watches.remove("T1", "d8.lt")
    await store.watches.put(WATCH, FINE)
    assert await store.watches.get("T1", "C1", "imone.lt") == WATCH


async def test_what_is_due_is_given_the_longest_waiting_first_and_once(store: Store) -> None:
    late, later, not_yet = of("a.lt", due=20.0), of("b.lt", due=10.0), of("c.lt", due=31.0)
    for watch in (late, later, not_yet):
        await store.watches.put(watch, FINE)
    assert await store.watches.due(30.0, 10) == (later, late)
    assert await store.watches.due(30.0, 1) == (later,)
    await store.watches.mark_queued((later, late))
    assert await store.watches.due(30.0, 10) == ()
    assert await store.watches.due(31.0, 10) == (not_yet,)


async def test_what_was_given_and_never_done_is_given_again(store: Store) -> None:
    await store.watches.put(of("a.lt", due=20.0), FINE)
    await store.watches.mark_queued((of("a.lt", due=20.0),), until=50.0)
    assert await store.watches.due(49.0, 10) == ()
    assert await store.watches.due(50.0, 10) == (of("a.lt", due=20.0),)


async def test_a_watch_that_was_changed_meanwhile_is_not_marked(store: Store) -> None:
    await store.watches.put(WATCH, FINE)
    await store.watches.put(replace(WATCH, due=900.0), FINE)
    await store.watches.mark_queued((WATCH,))
    assert await store.watches.due(900.0, 10) == (replace(WATCH, due=900.0),)


async def test_a_check_counts_once_and_the_next_is_due(store: Store) -> None:
    await store.watches.put(WATCH, FINE)
    await store.watches.mark_queued((WATCH,))
    done = await asyncio.gather(*(store.watches.checked(WATCH, BROKEN, BROKEN, 2000.0, 1) for _ in range(5)))
    assert sorted(done) == [False, False, False, False, True]
    after = replace(WATCH, due=2000.0, failures=1)
    assert await store.watches.get("T1", "C1", "imone.lt") == after
    assert await store.watches.seen(after) == BROKEN
    assert await store.watches.due(1999.0, 10) == ()
    assert await store.watches.due(2000.0, 10) == (after,)
    (listed,) = await store.watches.of_team("T1")
    assert listed.worst is Status.WARNING
    (stretch,) = await store.history.of("T1", "imone.lt")
    assert (stretch.times, [finding.code for finding in stretch.findings]) == (1, ["spf-missing"])


async def test_a_check_of_what_is_not_watched_any_more_is_not_remembered(store: Store) -> None:
    await store.watches.put(WATCH, FINE)
    await store.watches.remove("T1", "imone.lt")
    assert not await store.watches.checked(WATCH, FINE, FINE, 2000.0, 0)
    assert await store.history.of("T1", "imone.lt") == ()


async def test_what_is_due_is_found_by_its_index(store: Store) -> None:
    rows = [{**ROW, "domain": f"d{number}.lt", "ready": float(number)} for number in range(2000)]
    async with store.engine.begin() as connection:
        await connection.execute(insert(schema.watches), rows)
        await connection.execute(text("ANALYZE watches"))
        explain = "EXPLAIN QUERY PLAN" if store.engine.dialect.name == SQLITE else "EXPLAIN"
        plan = f"{explain} SELECT domain FROM watches WHERE ready <= 1500.0 ORDER BY ready LIMIT 10"
        sentence = " ".join(str(row) for row in (await connection.execute(text(plan))).all())
    assert "ix_watches_ready" in sentence
    assert "TEMP B-TREE" not in sentence
    assert "Sort" not in sentence

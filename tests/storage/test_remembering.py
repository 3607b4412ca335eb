"""Checks that answers make are remembered, without the answers waiting for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.cases.asking.read_here import ReaderHere
from bot.cases.values.desk import Desk
from bot.cases.values.history import HistoryOutOfReach
from bot.cases.values.place import Place
from bot.cases.values.watch import Every
from bot.domains.engine.live import LiveChecker
from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.domains.values import Options, Report
from bot.replies.words.index import word_index
from bot.storage.remembering import remembering
from bot.storage.store import Store
from bot.workspace.dns import DnsServer, sample_zones

PLACE = Place("T1", "C1", "U1")
DOMAIN = "imone.example"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with DnsServer(sample_zones()) as dns:
        world = resolver_over([nameserver(f"{dns.host}:{dns.port}")], timeout=1.0, direct=False)
        yield Desk(LiveChecker(world, None, world), word_index(), ReaderHere(word_index()), ("lt",))
        await world.close()


async def checked(desk: Desk, options: Options | None = None) -> Report:
    *_, last = [report async for report in desk.checker.check(DOMAIN, options or Options())]
    return last


async def test_every_whole_check_is_in_the_workspaces_history(desk: Desk, store: Store) -> None:
    mine = remembering(desk, store, PLACE)
    report = await checked(mine)
    await checked(remembering(desk, store, replace(PLACE, user="U2", channel="C2")))
    await store.history.written()
    assert mine.history is not None
    (stretch,) = await mine.history.of(DOMAIN)
    assert stretch.times == 2
    assert {mark.code for mark in stretch.findings} == {finding.code for finding in report.findings}
    assert await store.history.of("T2", DOMAIN) == ()


@pytest.mark.parametrize(
    "options",
    [Options(only=frozenset({"spf"})), Options(sender_ip="203.0.113.7"), Options(selectors=("s1",))],
    ids=["one check", "for one address", "with a selector of a mail's"],
)
async def test_what_no_other_check_can_be_held_against_is_not(desk: Desk, store: Store, options: Options) -> None:
    assert (await checked(remembering(desk, store, PLACE), options)).findings
    await store.history.written()
    assert await store.history.of("T1", DOMAIN) == ()


async def test_the_answer_waits_for_no_database_and_fails_with_none(
    desk: Desk, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(url, case_days=30)
    mine = remembering(desk, store, PLACE)
    async with store.engine.connect() as first, store.engine.connect() as other:
        await asyncio.gather(first.begin(), other.begin())  # on SQLite all its connections are taken
        assert (await checked(mine)).done  # had it waited for a connection in vain, it would not be kept below
    await store.history.written()
    assert len(await store.history.of("T1", DOMAIN)) == 1
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE history")
    assert (await checked(mine)).done
    await store.close()
    assert "a check was not kept" in caplog.text
    assert mine.history is not None
    with pytest.raises(HistoryOutOfReach):
        await mine.history.of(DOMAIN)
    await store.engine.dispose()


async def test_a_domain_is_watched_for_who_asks_where_they_ask(desk: Desk, store: Store) -> None:
    mine = remembering(desk, store, PLACE)
    assert mine.watching is not None
    watch = await mine.watching.begin(DOMAIN, Every.DAILY, "lt", await checked(mine))
    assert (watch.team, watch.channel, watch.user) == ("T1", "C1", "U1")

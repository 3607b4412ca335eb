"""Answers that are owed: taken once however many processes are asked, held by one, and gone when they are brought."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select, update

from bot.cases.asked import Bounce, By, Domains, DroppedMail, Typed, Unread
from bot.cases.case import Case
from bot.cases.owed import Owed
from bot.cases.place import Place
from bot.cases.questions import Intent, Question
from bot.codes.bounces.read import read_text
from bot.storage.owed import Lost
from bot.storage.schema import owed as table
from bot.storage.store import Store

PLACE = Place("T1", "C1", "U1", response_url="https://hooks.slack.com/commands/T1/1/x")
CHECK = Domains(("imone.lt",), "192.0.2.7", ("s2026",))


@pytest.fixture
async def other(url: str) -> AsyncIterator[Store]:
    """Another process on the same database."""
    opened = Store(url, case_days=30)
    await opened.open()
    yield opened
    await opened.close()


def asked(key: str = "Ev1", *what: object) -> Owed:
    return Owed(key, PLACE, Case("lt"), what or (CHECK,))  # type: ignore[arg-type]


async def abandon(store: Store) -> None:
    """As time does to what a dead process held."""
    async with store.engine.begin() as connection:
        await connection.execute(update(table).values(until=0))


async def rows(store: Store) -> int:
    async with store.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_what_several_processes_are_asked_at_once_one_of_them_takes(store: Store, other: Store) -> None:
    taken = await asyncio.gather(*(one.owed.take(asked()) for one in (store, other) for _ in range(5)))
    assert sorted(taken) == [False] * 9 + [True]


async def test_many_asked_in_one_moment_are_all_taken(store: Store) -> None:
    taken = await asyncio.gather(*(store.owed.take(asked(f"Ev{number}")) for number in range(450)))
    assert all(taken)
    assert await rows(store) == 450


async def test_what_was_brought_is_owed_no_more_nor_taken_again(store: Store) -> None:
    await store.owed.take(asked())
    await store.owed.brought("T1/Ev1")
    await abandon(store)
    assert not await store.owed.orphans()
    assert not await store.owed.take(asked())


async def test_what_was_typed_waits_with_its_addresses_masked(store: Store) -> None:
    typed = asked("Ev1", Typed("550 jonas@imone.lt", By.SMTP))
    assert await store.owed.take(typed)
    assert not await store.owed.take(typed)
    await abandon(store)
    (orphan,) = await store.owed.orphans()
    assert orphan.owed.asked == (Typed("550 j***@imone.lt", By.SMTP),)


async def test_only_one_process_gets_an_orphan(store: Store, other: Store) -> None:
    await store.owed.take(asked())
    assert not await other.owed.orphans()
    await abandon(store)
    found = await asyncio.gather(store.owed.orphans(), other.owed.orphans())
    assert sum(map(len, found)) == 1


async def test_who_lost_an_answer_hears_of_it_and_cannot_cross_it_out(store: Store, other: Store) -> None:
    await store.owed.take(asked())
    await abandon(store)
    await other.owed.orphans()
    with pytest.raises(Lost):
        await store.owed.posted("T1/Ev1", "1764000000.000100")
    await store.owed.brought("T1/Ev1")
    assert await rows(store) == 1


async def test_what_is_renewed_is_no_orphan(store: Store, other: Store) -> None:
    for key in ("Ev1", "Ev2"):
        await store.owed.take(asked(key))
    await abandon(store)
    await store.owed.renew(["T1/Ev1"])
    assert [orphan.owed.key for orphan in await other.owed.orphans()] == ["Ev2"]


async def test_what_is_left_waits_twice_as_long_each_time(store: Store) -> None:
    await store.owed.take(asked())
    for seconds in (5, 10, 20, 40):
        before = time.time()
        await store.owed.leave("T1/Ev1", 5)
        assert not await store.owed.orphans()
        async with store.engine.connect() as connection:
            until = (await connection.execute(select(table.c.until))).scalar_one()
        assert 0 <= until - before - seconds < 2
        await abandon(store)
        assert len(await store.owed.orphans()) == 1


async def test_an_orphan_is_what_was_taken_with_what_came_of_it(store: Store) -> None:
    what = (CHECK, DroppedMail("a.eml", 9, "https://files.slack.com/a.eml"), Question(Intent.SHOW, "spf"))
    whole = asked("Ev1", *what)
    await store.owed.take(whole)
    await store.owed.posted("T1/Ev1", "1764000000.000100")
    await abandon(store)
    (orphan,) = await store.owed.orphans()
    assert (orphan.owed, orphan.ts, orphan.tries) == (whole, "1764000000.000100", 1)
    left = whole.after_one(Case("lt", domain="imone.lt"), "1764000000.000100")
    await store.owed.go_on(left)
    await abandon(store)
    (orphan,) = await store.owed.orphans()
    assert (orphan.owed, orphan.ts, orphan.tries) == (left, None, 2)


async def test_a_bounce_waits_with_its_addresses_masked(store: Store) -> None:
    reading = read_text("<jonas.petraitis@imone.lt>: host mx.imone.lt said: 550 5.1.1 User unknown")
    await store.owed.take(asked("Ev1", Bounce(reading)))
    async with store.engine.connect() as connection:
        text = (await connection.execute(select(table.c.answer))).scalar_one()
    assert "petraitis" not in text
    assert "j***@imone.lt" in text


async def test_a_sentence_is_gone_once_it_is_understood(store: Store) -> None:
    waiting = Owed("Ev1", PLACE, None, (Unread("o kas dėl SPF?"),), begun=False)
    await store.owed.take(waiting)
    await store.owed.go_on(waiting.begin(Case("lt", domain="imone.lt"), (Question(Intent.EXPLAIN, "spf"),)))
    async with store.engine.connect() as connection:
        text = (await connection.execute(select(table.c.answer))).scalar_one()
    assert "kas dėl" not in text
    await abandon(store)
    (orphan,) = await store.owed.orphans()
    assert [type(one) for one in orphan.owed.asked] == [Question]


async def test_a_workspace_that_leaves_is_owed_nothing(store: Store) -> None:
    await store.owed.take(asked())
    await store.forget_team("T1")
    assert await rows(store) == 0

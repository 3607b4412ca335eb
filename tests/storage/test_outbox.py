"""Answers that are owed: taken once however many processes are asked, held by one, and gone when they are brought."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.asked import Bounce, Domains, DroppedMail, Unread
from bot.cases.values.case import Case
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.questions import Intent, Question
from bot.cases.values.typed import By, Refused, Typed
from bot.codes.bounces.read import read_text
from bot.storage.database import SQLITE
from bot.storage.late import Late
from bot.storage.schema import owed as table
from bot.storage.store import Store
from bot.storage.tables.outbox import HOLD, Lost, Outbox
from bot.storage.whole_transactions import WholeTransactions

PLACE = Place("T1", "C1", "U1", response_url="https://hooks.slack.com/commands/T1/1/x")
CHECK = Domains(("imone.lt",), "192.0.2.7", ("s2026",))


@pytest.fixture
async def other(url: str) -> AsyncIterator[Store]:
    """Another process on the same database."""
    opened = Store(url, case_days=30)
    await opened.open()
    yield opened
    await opened.close()


def owed(key: str = "Ev1", *questions: object) -> Owed:
    return Owed(key, PLACE, Case("lt"), questions or (CHECK,))  # type: ignore[arg-type]


async def abandon(store: Store) -> None:
    """As time does to what a dead process held."""
    async with store.engine.begin() as connection:
        await connection.execute(update(table).values(until=0))


async def rows(store: Store) -> int:
    async with store.engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_what_several_processes_are_asked_at_once_one_of_them_takes(store: Store, other: Store) -> None:
    taken = await asyncio.gather(*(process.outbox.take(owed()) for process in (store, other) for _ in range(5)))
    assert sorted(taken) == [False] * 9 + [True]


@pytest.mark.parametrize("kind", ["sqlite"])
async def test_to_take_a_question_the_event_loop_is_come_back_to_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time takes as long as all else that the loop has to do by then."""
    await store.outbox.take(owed())
    loop = asyncio.get_running_loop()
    come_back, times = loop.call_soon_threadsafe, 0

    def count(*call: Any) -> asyncio.Handle:
        nonlocal times
        times += 1
        return come_back(*call)

    monkeypatch.setattr(loop, "call_soon_threadsafe", count)
    assert await store.outbox.take(owed("Ev2"))
    assert times == 1


async def test_many_asked_in_one_moment_are_all_taken(store: Store) -> None:
    taken = await asyncio.gather(*(store.outbox.take(owed(f"Ev{number}")) for number in range(450)))
    assert all(taken)
    assert await rows(store) == 450


async def test_what_was_brought_is_owed_no_more_nor_taken_again(store: Store) -> None:
    await store.outbox.take(owed())
    await store.outbox.brought("T1/Ev1")
    await abandon(store)
    assert not await store.outbox.orphans()
    assert not await store.outbox.take(owed())


async def test_what_was_typed_waits_with_its_addresses_masked(store: Store) -> None:
    typed = owed("Ev1", Typed("550 jonas@imone.lt", By.SMTP))
    assert await store.outbox.take(typed)
    assert not await store.outbox.take(typed)
    await abandon(store)
    (orphan,) = await store.outbox.orphans()
    assert orphan.owed.asked == (Typed("550 j***@imone.lt", By.SMTP),)


async def test_only_one_process_gets_an_orphan(store: Store, other: Store) -> None:
    await store.outbox.take(owed())
    assert not await other.outbox.orphans()
    await abandon(store)
    results = await asyncio.gather(store.outbox.orphans(), other.outbox.orphans())
    assert sum(map(len, results)) == 1


async def test_who_lost_an_answer_hears_of_it_and_cannot_cross_it_out(store: Store, other: Store) -> None:
    await store.outbox.take(owed())
    await abandon(store)
    await other.outbox.orphans()
    with pytest.raises(Lost):
        await store.outbox.posted("T1/Ev1", "1764000000.000100")
    await store.outbox.brought("T1/Ev1")
    assert await rows(store) == 1


class Clock:
    """A process's own, to be turned."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def paused(store: Store, clock: Clock) -> Outbox:
    """A third process, that can be paused."""
    return Outbox(store.engine, WholeTransactions(store.engine, 10_000), "paused", Late(), clock)


async def test_who_was_paused_goes_on_where_nobody_took_its_answer(store: Store, other: Store) -> None:
    answers = paused(store, clock := Clock())
    await answers.take(owed())
    clock.now += 100
    await abandon(store)
    await answers.hold("T1/Ev1")
    assert not await other.outbox.orphans()
    await answers.brought("T1/Ev1")
    assert await rows(store) == 0


async def test_who_was_paused_hears_before_it_shows_anything_that_another_answers(store: Store, other: Store) -> None:
    answers = paused(store, clock := Clock())
    await answers.take(owed())
    await answers.hold("T1/Ev1")
    await abandon(store)
    assert len(await other.outbox.orphans()) == 1
    clock.now += HOLD
    with pytest.raises(Lost):
        await answers.hold("T1/Ev1")
    await answers.renew(["T1/Ev1"])
    with pytest.raises(Lost):
        await answers.hold("T1/Ev1")


async def test_what_was_never_written_down_is_nobody_elses(store: Store) -> None:
    await store.outbox.hold("T1/Ev1")
    await store.outbox.posted("T1/Ev1", "1764000000.000100")
    await store.outbox.brought("T1/Ev1")
    assert not await store.outbox.leave("T1/Ev1", 5)


async def test_a_machine_whose_clock_is_ahead_takes_nothing_from_others(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.engine.dialect.name == SQLITE:
        return  # all who share its file share the machine
    await store.outbox.take(owed())
    behind = time.time
    monkeypatch.setattr(time, "time", lambda: behind() + 15)
    assert not await other.outbox.orphans()
    await other.outbox.take(owed("Ev2"))
    monkeypatch.setattr(time, "time", lambda: behind() - 15)
    assert not await other.outbox.orphans()
    await abandon(store)
    assert len(await store.outbox.orphans()) == 2


async def test_deaths_are_counted_and_what_was_left_is_no_death(store: Store, other: Store) -> None:
    await store.outbox.take(owed())
    deaths = []
    for process, dies in ((store, False), (other, True), (store, True), (other, False)):
        if not dies:
            await process.outbox.leave("T1/Ev1", 0)
        await abandon(store)
        taker = other if process is store else store
        deaths += [orphan.deaths for orphan in await taker.outbox.orphans()]
    assert deaths == [0, 1, 2, 2]


async def test_what_is_under_way_is_not_taken_from_oneself(store: Store) -> None:
    await store.outbox.take(owed())
    await abandon(store)
    assert not await store.outbox.orphans(besides=["T1/Ev1"])
    assert len(await store.outbox.orphans()) == 1


async def test_what_is_renewed_is_no_orphan(store: Store, other: Store) -> None:
    for key in ("Ev1", "Ev2"):
        await store.outbox.take(owed(key))
    await abandon(store)
    await store.outbox.renew(["T1/Ev1"])
    assert [orphan.owed.key for orphan in await other.outbox.orphans()] == ["Ev2"]


async def test_what_is_left_waits_twice_as_long_each_time(store: Store) -> None:
    await store.outbox.take(owed())
    for seconds in (5, 10, 20, 40):
        before = time.time()
        await store.outbox.leave("T1/Ev1", 5)
        assert not await store.outbox.orphans()
        async with store.engine.connect() as connection:
            until = (await connection.execute(select(table.c.until))).scalar_one()
        assert before + seconds <= until <= time.time() + seconds
        await abandon(store)
        assert len(await store.outbox.orphans()) == 1


async def test_an_orphan_is_what_was_taken_with_what_came_of_it(store: Store) -> None:
    questions = (CHECK, DroppedMail("a.eml", 9, "https://files.slack.com/a.eml"), Question(Intent.SHOW, "spf"))
    whole = owed("Ev1", *questions)
    await store.outbox.take(whole)
    await store.outbox.posted("T1/Ev1", "1764000000.000100")
    await abandon(store)
    (orphan,) = await store.outbox.orphans()
    assert (orphan.owed, orphan.ts, orphan.tries) == (whole, "1764000000.000100", 1)
    left = whole.after_one(Case("lt", domain="imone.lt"), "1764000000.000100")
    await store.outbox.go_on(left)
    await abandon(store)
    (orphan,) = await store.outbox.orphans()
    assert (orphan.owed, orphan.ts, orphan.tries) == (left, None, 2)


async def test_a_bounce_waits_with_its_addresses_masked(store: Store) -> None:
    reading = read_text("<jonas.petraitis@imone.lt>: host mx.imone.lt said: 550 5.1.1 User unknown")
    await store.outbox.take(owed("Ev1", Bounce(reading)))
    async with store.engine.connect() as connection:
        text = (await connection.execute(select(table.c.answer))).scalar_one()
    assert "petraitis" not in text
    assert "j***@imone.lt" in text


async def test_a_sentence_is_gone_once_it_is_understood(store: Store) -> None:
    waiting = Owed("Ev1", PLACE, None, (Unread("o kas dėl SPF?"),), begun=False)
    await store.outbox.take(waiting)
    await store.outbox.go_on(waiting.begin(Case("lt", domain="imone.lt"), (Question(Intent.EXPLAIN, "spf"),)))
    async with store.engine.connect() as connection:
        text = (await connection.execute(select(table.c.answer))).scalar_one()
    assert "kas dėl" not in text
    await abandon(store)
    (orphan,) = await store.outbox.orphans()
    assert [type(question) for question in orphan.owed.asked] == [Question]


async def test_a_workspace_that_leaves_is_owed_nothing(store: Store) -> None:
    await store.outbox.take(owed())
    await store.forget_team("T1")
    assert await rows(store) == 0


async def test_a_long_text_not_read_yet_waits_with_its_addresses_masked(store: Store) -> None:
    sentence = "<jonas.petraitis@imone.lt>: host mx.imone.lt said: 550 5.1.1 User unknown. " * 5
    await store.outbox.take(Owed("Ev1", PLACE, None, (Unread(sentence, By.SMTP), Refused(Refusal.TOO_HARD))))
    async with store.engine.connect() as connection:
        text = (await connection.execute(select(table.c.answer))).scalar_one()
    assert "petraitis" not in text
    await abandon(store)
    (orphan,) = await store.outbox.orphans()
    assert orphan.owed.unread
    assert [type(question) for question in orphan.owed.asked] == [Unread, Refused]
    assert "j***@imone.lt" in str(orphan.owed.asked[0])


async def test_one_that_cannot_be_read_keeps_no_other_from_being_found(store: Store, other: Store) -> None:
    for key in ("Ev1", "Ev2", "Ev3"):
        await store.outbox.take(owed(key))
    async with store.engine.begin() as connection:
        for key, answer in (
            ("Ev1", '{"place": 1'),
            ("Ev2", '{"place": {"team": "T9", "channel": "C1", "user": "U1"}}'),
        ):
            row = update(table).where(table.c.key == f"T1/{key}").values(answer=answer)
            await connection.execute(row)
    await abandon(store)
    by_name = {orphan.owed.id: orphan for orphan in await other.outbox.orphans()}
    assert [by_name[f"T1/{key}"].readable for key in ("Ev1", "Ev2", "Ev3")] == [False, False, True]
    assert by_name["T1/Ev1"].owed.place == Place("T1", "", "")
    assert by_name["T1/Ev2"].owed.place == Place("T1", "C1", "U1")
    for each in by_name:
        await other.outbox.brought(each)
    assert await rows(store) == 0

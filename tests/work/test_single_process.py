"""The one process that does all: what is due is checked, once, and again only where it may not have come to its end."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import text

from bot.ops.metrics import Metrics
from bot.storage.store import Store
from bot.work import chores
from bot.work import single_process as module
from bot.work.chores import Duty
from bot.work.single_process import alone
from tests.work.conftest import TOMORROW, Checks, watch


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.01)
    monkeypatch.setattr(module, "_WAIT", 0.001)


@pytest.fixture
def logged() -> Iterator[asyncio.Queue[str]]:
    lines: asyncio.Queue[str] = asyncio.Queue()
    handler = logging.Handler()
    handler.emit = lambda record: lines.put_nowait(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("bot.work")
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def working(checks: Checks, *, at_once: int = 8, finish: float = 20) -> AbstractAsyncContextManager[None]:
    return alone(checks.chores(), Metrics(), at_once, finish)


async def test_what_is_due_is_checked_and_what_is_not_is_left(store: Store, checks: Checks) -> None:
    await watch(store, "rytoj.lt", due_in=TOMORROW)
    async with working(checks):
        await watch(store, "dabar.lt")
        assert await checks.begun.get() == ("dabar.lt", False)
    assert (checks.ended, checks.begun.qsize()) == (["dabar.lt"], 0)


async def test_what_was_due_before_the_process_began_may_have_been_begun_by_the_one_before(
    store: Store, checks: Checks
) -> None:
    await watch(store, "anksciau.lt", due_in=-10)
    checks.may_end.clear()
    async with working(checks, finish=0):
        assert await checks.begun.get() == ("anksciau.lt", True)
    assert checks.ended == []
    async with working(checks):
        assert await checks.begun.get() == ("anksciau.lt", True)
        await watch(store, "dabar.lt")
        assert await checks.begun.get() == ("dabar.lt", False), "it was begun twice by one process"
        checks.may_end.set()
    assert sorted(checks.ended) == ["anksciau.lt", "dabar.lt"]


async def test_a_check_that_failed_is_tried_again(store: Store, checks: Checks) -> None:
    checks.to_fail = 2
    async with working(checks):
        await watch(store, "imone.lt")
        assert [await checks.begun.get() for _ in range(3)] == [("imone.lt", again) for again in (False, True, True)]
    assert checks.ended == ["imone.lt"]


async def test_after_four_attempts_it_is_given_up_until_it_is_due_again(
    store: Store, checks: Checks, logged: asyncio.Queue[str]
) -> None:
    checks.to_fail = 9
    async with working(checks):
        await watch(store, "imone.lt")
        while await logged.get() != "a watched domain could not be checked":
            pass
    assert (checks.to_fail, checks.begun.qsize(), checks.ended) == (5, 4, [])


async def test_no_more_are_checked_at_once_than_may_be(store: Store, checks: Checks) -> None:
    await watch(store, *(f"imone{number}.lt" for number in range(5)))
    checks.may_end.clear()
    async with working(checks, at_once=2):
        for _ in range(2):
            await checks.begun.get()
        checks.may_end.set()
        for _ in range(3):
            await checks.begun.get()
    assert (checks.most_under_way, len(checks.ended)) == (2, 5)


async def test_at_the_end_what_is_under_way_is_finished_and_nothing_new_begun(store: Store, checks: Checks) -> None:
    await watch(store, "pirma.lt", due_in=-2)
    await watch(store, "antra.lt", due_in=-1)
    checks.may_end.clear()
    async with working(checks, at_once=1):
        await checks.begun.get()
        asyncio.get_running_loop().call_soon(checks.may_end.set)
    assert (checks.ended, checks.begun.qsize()) == (["pirma.lt"], 0)


async def test_a_database_that_was_away_is_asked_again(
    store: Store, checks: Checks, logged: asyncio.Queue[str]
) -> None:
    await watch(store, "imone.lt")
    await _run(store, "ALTER TABLE watches RENAME TO away")
    async with working(checks):
        assert await logged.get() == "the database is out of reach"
        await _run(store, "ALTER TABLE away RENAME TO watches")
        await checks.begun.get()
    assert checks.ended == ["imone.lt"]


async def _run(store: Store, statement: str) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(text(statement))


async def test_more_than_may_wait_stays_in_the_table_until_there_is_room(
    store: Store, checks: Checks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "MOST_WAITING", 3)
    names = [f"imone{number}.lt" for number in range(8)]
    for number, name in enumerate(names):
        await watch(store, name, due_in=number - 10)
    handed: list[str] = []

    async def take(duties: Sequence[Duty]) -> None:
        handed.extend(duty.domain for duty in duties)

    for waiting, expected in ((1, names[:2]), (3, names[:2]), (4, names[:2]), (0, names[:5]), (0, names)):
        await checks.chores().hand_out(take, waiting)
        assert handed == expected

"""The queue that processes share, in a real PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.ops.metrics import Metrics
from bot.storage.store import Store
from bot.work.queue import shared
from tests import postgres
from tests.work.conftest import TOMORROW, Checks, watch

DOMAINS = tuple(f"imone{number}.lt" for number in range(12))


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgres.migrated() as made:
        yield made


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store(url, case_days=30)
    await opened.open()
    yield opened
    await opened.close()


async def test_two_processes_check_each_domain_once_and_both_have_their_part(url: str, store: Store) -> None:
    await watch(store, *DOMAINS)
    await watch(store, "rytoj.lt", due_in=TOMORROW)
    first, second = Checks(store), Checks(store)
    for checks in (first, second):
        checks.may_end.clear()
    async with shared(url, first.chores(), Metrics(), 4, 20), shared(url, second.chores(), Metrics(), 4, 20):
        begun = [await checks.begun.get() for checks in (first, second) for _ in range(4)]
        for checks in (first, second):
            checks.may_end.set()
        async with asyncio.timeout(60):
            while len(begun) < len(DOMAINS):
                waiting = [asyncio.create_task(checks.begun.get()) for checks in (first, second)]
                done, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                begun += [finished.result() for finished in done]
                for task in left:
                    task.cancel()
    assert Counter(begun) == dict.fromkeys(((domain, False) for domain in DOMAINS), 1)
    assert sorted(first.ended + second.ended) == sorted(DOMAINS)
    assert (first.most_under_way, second.most_under_way) == (4, 4)


async def test_at_the_end_what_is_under_way_is_finished_and_the_rest_left_to_others(url: str, store: Store) -> None:
    await watch(store, "pirma.lt", due_in=-2)
    await watch(store, "antra.lt", due_in=-1)
    first, second = Checks(store), Checks(store)
    first.may_end.clear()
    async with shared(url, first.chores(), Metrics(), 1, 20):
        await first.begun.get()
        asyncio.get_running_loop().call_soon(first.may_end.set)
    assert (first.ended, first.begun.qsize()) == (["pirma.lt"], 0)
    async with shared(url, second.chores(), Metrics(), 1, 20):
        assert await second.begun.get() == ("antra.lt", False)
    assert second.ended == ["antra.lt"]

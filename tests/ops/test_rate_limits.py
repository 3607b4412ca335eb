"""How much may be asked is counted for each person and each workspace."""

import asyncio
import sys
import time
from types import FrameType

import pytest

from bot.ops.metrics import Metrics
from bot.ops.rate_limits import Counts, Once, RateLimits


def gate(user: str = "3/minute", workspace: str = "5/minute") -> tuple[RateLimits, Metrics]:
    metrics = Metrics()
    return RateLimits(Counts(""), metrics, user=user, workspace=workspace), metrics


async def test_a_person_has_so_many_questions() -> None:
    door, metrics = gate()
    assert [await door.admits("T1", "U1") for _ in range(4)] == [True, True, True, False]
    assert await door.admits("T1", "U2")
    assert await door.admits("T2", "U1")
    assert b'mailbot_limited_total{of="user"} 1.0' in metrics.page()


async def test_a_workspace_has_so_many_and_another_one_its_own() -> None:
    door, metrics = gate()
    assert [await door.admits("T1", f"U{number}") for number in range(6)] == [True] * 5 + [False]
    assert await door.admits("T2", "U1")
    assert b'mailbot_limited_total{of="workspace"} 1.0' in metrics.page()


async def test_a_message_with_several_questions_counts_for_each() -> None:
    door, _ = gate()
    assert await door.admits("T1", "U1", 2)
    assert not await door.admits("T1", "U1", 2)
    assert await door.admits("T1", "U1", 1)


async def test_more_questions_at_once_than_the_limit_are_answered_once() -> None:
    door, _ = gate()
    assert await door.admits("T1", "U1", 9)
    assert not await door.admits("T1", "U1")


async def test_one_who_goes_on_is_not_told_each_time() -> None:
    door, _ = gate()
    assert [await door.tells("T1", "U1") for _ in range(5)] == [True] * 3 + [False] * 2


async def test_a_signature_is_taken_once_until_it_is_forgotten() -> None:
    once = Once(Counts(""))
    assert await once.first("v0=a")
    assert not await once.first("v0=a")
    assert await once.first("v0=b")
    await once.forget("v0=a")
    assert await once.first("v0=a")


async def test_a_signature_is_remembered_for_as_long_as_it_is_good() -> None:
    now = 0.0
    once = Once(Counts(""), clock=lambda: now)
    assert [await once.first(signature) for signature in ("v0=a", "v0=b")] == [True, True]
    now = 599.0
    assert not await once.first("v0=a")
    now = 601.0
    assert await once.first("v0=a")


async def test_where_redis_is_out_of_reach_everybody_is_let_in() -> None:
    counts = Counts("redis://127.0.0.1:1/0")
    door = RateLimits(counts, Metrics(), user="1/minute", workspace="1/minute")
    assert [await door.admits("T1", "U1") for _ in range(2)] == [True, True]
    assert await Once(counts).first("v0=a")


async def steps_of_a_question(askers: int) -> int:
    """Calls and lines that run for a question, tasks begun for it with it, after so many have asked."""
    door, _ = gate(workspace="100000/minute")
    for number in range(askers):
        assert await door.admits("T1", f"U{number}")
    steps = 0

    def count(frame: FrameType, _event: str, _argument: object) -> object:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        assert await door.admits("T1", "U")
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    finally:
        sys.settrace(before)
    return steps


async def test_a_question_is_counted_in_as_many_steps_however_many_have_asked() -> None:
    few, many = await steps_of_a_question(5), await steps_of_a_question(500)
    assert many < few + 50


async def test_who_asked_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    counts = Counts("")
    door = RateLimits(counts, Metrics(), user="1000/minute", workspace="1000/minute")
    for number in range(100):
        assert await door.admits("T1", f"U{number}")
    now += 121
    for _ in range(100):
        assert await door.admits("T2", "U")
    assert len(counts.storage.storage) <= 2

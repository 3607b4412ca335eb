"""Workers that pass their limits, die or fail: ended, replaced, their asker told; nobody else notices."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.cases.values.reader import TooHard
from bot.reading.template import GENEROUS, ORDINARY, Limits
from bot.reading.workers import AT_ONCE, ReadingFault, Template, Workers

MISBEHAVING = "tests.reading.misbehaving"
LITTLE_WORK, LITTLE_WAIT = Limits(0.1, 60), Limits(60, 0.1)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc and the limit of memory are Linux's")


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    made = Template(MISBEHAVING)
    yield made
    made.close()


@pytest.fixture
async def workers(template: Template) -> AsyncIterator[Workers]:
    made = Workers(template)
    yield made
    made.close()


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def copies(template: Template) -> set[int]:
    """The workers that live; a new one is asked by nobody, so that its limits cannot end it before its test does."""
    children = Path(f"/proc/{template.pid}/task/{template.pid}/children")
    return {int(pid) for pid in children.read_text().split()} if template.pid else set()


async def gone(pid: int) -> None:
    while lives(pid):  # noqa: ASYNC110  # a grandchild's death is told to nobody here
        await asyncio.sleep(0.01)


async def test_a_worker_is_kept(workers: Workers) -> None:
    assert await workers.ask(b"pid") == await workers.ask(b"pid")
    assert await workers.ask(b"count", b"b" * 9_000_000) == b"9000000"


async def test_no_more_than_two_work_at_once(workers: Workers) -> None:
    assert len(set(await asyncio.gather(*(workers.ask(b"pid") for _ in range(20))))) == AT_ONCE


@pytest.mark.parametrize("limits", [ORDINARY, GENEROUS])
async def test_a_worker_keeps_the_limits_that_it_was_asked_for_with(template: Template, limits: Limits) -> None:
    workers = Workers(template, limits)
    processor, clock = map(float, (await workers.ask(b"limits")).split())
    workers.close()
    assert (processor, clock) == pytest.approx((limits.processor, limits.clock), rel=0.5)


@LINUX
@pytest.mark.parametrize(
    ("request_", "limits"),
    [
        (b"work for ever", LITTLE_WORK),
        (b"wait for ever", LITTLE_WAIT),
        (b"take all memory", GENEROUS),
        (b"die", ORDINARY),
    ],
)
async def test_one_that_passes_its_limits_is_ended_and_replaced(
    template: Template, request_: bytes, limits: Limits
) -> None:
    others = copies(template)
    workers = Workers(template, limits)
    await workers.start()
    (worker,) = copies(template) - others
    with pytest.raises(TooHard):
        await workers.ask(request_)
    await gone(worker)
    await workers.start()
    assert len(copies(template) - others) == 1
    workers.close()


async def test_while_one_works_for_ever_others_are_answered(template: Template) -> None:
    workers = Workers(template, GENEROUS)
    endless = asyncio.create_task(workers.ask(b"work for ever"))
    for _ in range(50):
        assert await workers.ask(b"short") == b"short"
    assert not endless.done()
    endless.cancel()
    workers.close()


async def test_who_asks_no_more_leaves_no_answer_to_the_next(workers: Workers) -> None:
    pid = int(await workers.ask(b"pid"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await workers.ask(b"wait for ever")
    assert await workers.ask(b"short") == b"short"
    assert int(await workers.ask(b"pid")) != pid


async def test_a_worker_killed_while_it_waited_is_replaced_before_anybody_asks(workers: Workers) -> None:
    pid = int(await workers.ask(b"pid"))
    os.kill(pid, signal.SIGKILL)
    await gone(pid)
    while workers._idle[-1].alive:  # noqa: ASYNC110  # the loop hears of its end a turn or two later
        await asyncio.sleep(0)
    assert await workers.ask(b"short") == b"short"


async def test_a_template_that_was_killed_is_started_again() -> None:
    template = Template(MISBEHAVING)
    workers = Workers(template)
    assert await workers.ask(b"short") == b"short"
    workers.close()
    os.kill(template.pid or 0, signal.SIGKILL)
    await workers.start()
    assert await workers.ask(b"short") == b"short"
    workers.close()
    template.close()


async def test_a_fault_tells_its_place_and_not_what_was_read(workers: Workers) -> None:
    with pytest.raises(ReadingFault, match=r"ValueError[\s\S]*misbehaving\.py") as fault:
        await workers.ask(b"fail", b"a secret")
    assert "secret" not in str(fault.value)
    assert await workers.ask(b"short") == b"short"


async def test_a_worker_writes_no_file(workers: Workers) -> None:
    with pytest.raises(ReadingFault, match="OSError"):
        await workers.ask(b"write", b"what was read")


@LINUX
async def test_a_worker_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "xoxb-" + "9876543210" * 3
    monkeypatch.setenv("SLACK_BOT_TOKEN", secret)
    template = Template(MISBEHAVING)
    workers = Workers(template)
    pid = int(await workers.ask(b"pid"))
    assert "SLACK_BOT_TOKEN" not in (await workers.ask(b"environment")).decode().splitlines()
    assert holds(os.getpid(), secret.encode())
    for process in (pid, template.pid or 0):
        assert b"SLACK" not in environment(process)
        assert not holds(process, secret.encode())
    workers.close()
    template.close()


@LINUX
async def test_workers_end_with_the_bot() -> None:
    template = Template(MISBEHAVING)
    workers = Workers(template)
    pid, parent = int(await workers.ask(b"pid")), template.pid or 0
    workers.close()
    template.close()
    await gone(pid)
    assert not lives(parent)


def environment(pid: int) -> bytes:
    """As it was given at the start: what the process does to it later is not seen here."""
    return Path(f"/proc/{pid}/environ").read_bytes()


def holds(pid: int, secret: bytes) -> bool:
    """Whether it stands anywhere in what a process has written to its memory."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            start, end = (int(each, 16) for each in span.split("-"))
            if rights.startswith("rw"):
                file.seek(start)
                if secret in file.read(end - start):
                    return True
    return False

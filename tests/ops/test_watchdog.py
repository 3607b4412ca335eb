"""An event loop that stands still is noticed: where it stood is written down, and it is counted."""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.ops.metrics import Metrics
from bot.ops.watchdog import watched


def rested(metrics: Metrics) -> tuple[int, float]:
    """How often the loop stood still so far, and for how long at most, seconds."""
    page = metrics.page().decode()
    times = re.search(r"^mailbot_loop_silences_total (\S+)$", page, re.MULTILINE)
    longest = re.search(r"^mailbot_loop_longest_silence_seconds (\S+)$", page, re.MULTILINE)
    assert times
    assert longest
    return int(float(times[1])), float(longest[1])


async def until_counted(metrics: Metrics, times: int) -> None:
    for _ in range(1000):
        if rested(metrics)[0] >= times:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("not counted")


def stand_still_in_python() -> None:
    time.sleep(0.8)


def stand_still_in_a_pattern() -> None:
    """The engine keeps Python's lock: no thread of Python's runs meanwhile."""
    re.fullmatch(r"(?:a|a)*b", "a" * 24)


_AT_WORK = """
import asyncio, os
from bot.ops.metrics import Metrics
from bot.ops.watchdog import watched

def deep(levels):
    return deep(levels - 1) + 1 if levels else 0

async def main():
    with open(os.devnull, "w") as nowhere:
        async with watched(Metrics(), silence=0.0005, file=nowhere.fileno()):
            for _ in range(400):
                await asyncio.sleep(0)
                deep(900)
                [deep(levels) for levels in range(0, 600, 40)]

asyncio.run(main())
"""


def test_a_stack_written_while_the_loop_goes_on_ends_no_process() -> None:
    """As after a pause: the time is over, and the loop at work again. Python 3.11 fell over its own stack."""
    assert subprocess.run([sys.executable, "-c", _AT_WORK], cwd=Path(__file__).parents[2], check=False).returncode == 0


@pytest.mark.parametrize("stand_still", [stand_still_in_python, stand_still_in_a_pattern])
async def test_it_names_the_place_and_counts(stand_still: Callable[[], None]) -> None:
    metrics = Metrics()
    with tempfile.TemporaryFile("w+") as stream:
        async with watched(metrics, silence=0.2, file=stream.fileno()):
            stand_still()
            await until_counted(metrics, 1)
        stream.seek(0)
        stack = stream.read()
    assert stand_still.__name__ in stack
    assert Path(__file__).name in stack
    assert rested(metrics)[1] >= 0.2


async def test_a_loop_at_work_is_left_alone() -> None:
    metrics = Metrics()
    with tempfile.TemporaryFile("w+") as stream:
        async with watched(metrics, silence=30, file=stream.fileno()):
            await asyncio.sleep(0.1)  # it is left alone: there is nothing to wait for
        stream.seek(0)
        assert stream.read() == ""
    assert rested(metrics) == (0, 0.0)


async def test_nothing_is_written_after_its_end() -> None:
    metrics = Metrics()
    with tempfile.TemporaryFile("w+") as stream:
        async with watched(metrics, silence=0.1, file=stream.fileno()):
            pass
        stand_still_in_python()
        stream.seek(0)
        assert stream.read() == ""

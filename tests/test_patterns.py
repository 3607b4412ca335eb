"""No regular expression of the bot takes more than linear time, however a text is made for it.

The engine counts no steps, so growth is read off processor time: the ratio between a text and half of it, each the
least of several runs. No speed is asserted: a linear pattern doubles, a quadratic one takes four times as long.
"""

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from tests.patterns import Used, all_used, pumped

ROOMS = sorted(path.stem for path in Path(*bot.__path__).iterdir() if not path.name.startswith("__"))

SIZES = (24, 96, 512, 2048, 8192)
"""Characters. The steps between them keep even a pattern of the fourth degree, or 2ⁿ, from running for hours."""
LINEAR = 3.0
"""The ratio for twice the size: 2 for linear growth, 4 for quadratic."""
TOO_QUICK = 0.004
"""Seconds of processor time below which 8,192 characters were not read in their square: that is 33 million steps."""
ENDS = ("", "!", "\0\n")


def growth(used: Used, before: str, pump: str, after: str) -> float:
    """How many times longer the largest text takes that is quick enough to try than half of it; 0 where all are
    quick."""
    for size in SIZES:
        whole, half = (text(before, pump, after, at) for at in (size, size // 2))
        if (once := seconds(used, whole)) > TOO_QUICK:
            # One run each tells of most that they are linear; what seems not to be is measured well.
            ratio = once / seconds(used, half)
            return ratio if ratio <= LINEAR else least(used, whole) / least(used, half)
    return 0.0


def text(before: str, pump: str, after: str, size: int) -> str:
    return before + pump * max(1, size // len(pump)) + after


def least(used: Used, of: str) -> float:
    return min(seconds(used, of) for _ in range(4))


def seconds(used: Used, of: str) -> float:
    content = of if isinstance(used.pattern.pattern, str) else of.encode("latin-1", "replace")
    call = getattr(used.pattern, used.method)
    begin = time.process_time()
    if used.method in ("sub", "subn"):
        call(content[:0], content)
    elif used.method == "finditer":
        deque(call(content), maxlen=0)
    else:
        call(content)
    return time.process_time() - begin


def worse_than_linear(used: Used) -> Iterator[tuple[str, str, str, float]]:
    for before, pump in pumped(used.pattern):
        for after in ENDS:
            ratios = (growth(used, before, pump, after) for _ in range(3))
            if (ratio := next(ratios)) > LINEAR and (ratio := min(ratio, *ratios)) > LINEAR:
                yield before[:40], pump[:20], after, round(ratio, 1)


def test_the_patterns_are_found() -> None:
    names = {used.name for used in all_used()}
    assert {
        "bot.cases.asking.understand.things._BARE.fullmatch",
        "bot.codes.find._PAIR.finditer",
        "bot.ops.scrub._URL.sub",
        "bot.codes.bounces.replies.reply._IPV6.finditer",
    } <= names
    assert len(names) > 150
    assert {name.split(".")[1].partition(":")[0] for name in names} <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_pattern_reads_a_text_in_proportion_to_its_length(room: str) -> None:
    own = (used for used in all_used() if used.where.startswith((f"bot.{room}.", f"bot.{room}:")))
    assert {used.name: worse for used in own if (worse := next(worse_than_linear(used), None))} == {}

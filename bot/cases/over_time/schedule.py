"""When a watched domain is checked next: spread over the interval, later where nothing can be found out."""

import math
from hashlib import sha256

from bot.cases.values.watch import Every, Watch

_LONGEST = {Every.DAILY: 7 * 86_400, Every.HOURLY: 86_400}
"""Seconds between checks at most, however often they failed."""


def next_due(watch: Watch, now: float, failures: int) -> float:
    """Unix time in whole seconds, after `now` and at most one interval later; each failure doubles the interval, up to
    `_LONGEST`.

    A watch keeps its own place within the interval, told by its names alone: so checks stay spread after a restart,
    and after an hour in which none was made.
    """
    interval = watch.every.seconds
    wait = min(interval << min(failures, 10), _LONGEST[watch.every])
    earliest = math.floor(now) + 1 + wait - interval
    return float(earliest + (_place(watch) - earliest) % interval)


def _place(watch: Watch) -> int:
    """Seconds into the interval; the same in every process and version of Python."""
    named = f"{watch.team}/{watch.channel}/{watch.domain}".encode()
    return int.from_bytes(sha256(named).digest()[:8]) % watch.every.seconds

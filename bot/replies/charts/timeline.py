"""Where moments stand on a picture, and which of them its axis names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.cases.over_time.periods import Period

DAY = 86_400.0
_MOST_TICKS = 8
_STEPS = (
    ("date.tick-second", (1, 5, 15)),
    ("date.tick-minute", (60, 300, 900, 3600)),
    ("date.tick-hour", (3 * 3600, 6 * 3600, 12 * 3600)),
    ("date.tick-day", (DAY, 2 * DAY, 7 * DAY, 14 * DAY)),
)
"""Seconds from one tick to the next, and how their dates are written."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A stretch of time laid over pixels from `left` to `right`."""

    first: float
    """Unix time, seconds."""
    last: float
    left: int
    right: int

    def x(self, moment: float) -> int:
        """A moment's pixel."""
        share = (moment - self.first) / (self.last - self.first)
        return round(self.left + share * (self.right - self.left))


@dataclass(frozen=True, slots=True)
class Tick:
    moment: float
    pattern: str
    """The phrase that holds its date's pattern."""


def timeline(first: float, last: float, left: int, right: int) -> Timeline:
    """From the first moment to the last, a second at least."""
    return Timeline(first, max(last, first + 1), left, right)


def ticks(shown: Timeline) -> tuple[Tick, ...]:
    """About eight at most, at round moments: from seconds to months, as the time is long."""
    for pattern, steps in _STEPS:
        for step in steps:
            if shown.last - shown.first <= _MOST_TICKS * step:
                return tuple(Tick(moment, pattern) for moment in _regular(shown, step))
    months = next(n for n in (1, 2, 3, 6, 12, 120) if shown.last - shown.first <= _MOST_TICKS * n * 31 * DAY)
    return tuple(Tick(moment, "date.tick-month") for moment in _months(shown, months))


def coarse(periods: Sequence[Period], shown: Timeline, most: int) -> tuple[Period, ...]:
    """So many equally long periods at most, each as bad as the worst of those that it stands for."""
    length = (shown.last - shown.first) / most
    cells: dict[int, Period] = {}
    for period in periods:
        for cell in range(int((period.since - shown.first) / length), int((period.seen - shown.first) / length) + 1):
            if cell not in cells or period.status.rank > cells[cell].status.rank:
                begins = shown.first + cell * length
                cells[cell] = replace(period, since=begins, seen=min(begins + length, shown.last))
    merged: list[Period] = []
    for _, period in sorted(cells.items()):
        if merged and merged[-1].status is period.status:
            merged[-1] = replace(merged[-1], seen=period.seen)
        else:
            merged.append(period)
    return tuple(merged)


def _regular(shown: Timeline, step: float) -> Iterator[float]:
    moment = shown.first - shown.first % step
    while moment <= shown.last:
        if moment >= shown.first:
            yield moment
        moment += step


def _months(shown: Timeline, step: int) -> Iterator[float]:
    begun = datetime.fromtimestamp(shown.first, UTC)
    day = datetime(begun.year, begun.month, 1, tzinfo=UTC)
    while day.timestamp() <= shown.last:
        if day.timestamp() >= shown.first and (day.month - 1) % step == 0:
            yield day.timestamp()
        day = (day + timedelta(days=31)).replace(day=1)

"""The way that a mail took: its hops, what each waited, and which wait was the longest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.mails.header.fields import Header
from bot.mails.header.received import hop
from bot.mails.values import Hop

MOST_HOPS = 100
"""More than that no server lets through: it is a loop (RFC 5321, 6.3)."""
NOTICEABLE = 60.0
"""Seconds that a hop may take without being spoken of."""


@dataclass(frozen=True, slots=True)
class Path:
    hops: tuple[Hop, ...]
    """In the order of travel."""
    places: tuple[int, ...]
    """Where each hop's field stands in the header: an index into its fields."""
    total_seconds: float | None
    slowest: int | None
    skewed: tuple[int, ...]


def path(header: Header) -> Path:
    """All `Received` fields; the lowest is the first hop."""
    places = [place for place, field in enumerate(header.fields) if field.name == "received"][:MOST_HOPS]
    places.reverse()
    hops = _delayed([hop(header.fields[place].value) for place in places])
    skewed = tuple(index for index, each in enumerate(hops) if (each.delay_seconds or 0) < -1)
    return Path(hops, tuple(places), _total(hops), _slowest(hops), skewed)


def _delayed(hops: list[Hop]) -> tuple[Hop, ...]:
    delayed = []
    before: Hop | None = None
    for each in hops:
        delay = None
        if before is not None and before.at is not None and each.at is not None:
            delay = (each.at - before.at).total_seconds()
        delayed.append(replace(each, delay_seconds=delay))
        before = each if each.at is not None else before
    return tuple(delayed)


def _total(hops: Sequence[Hop]) -> float | None:
    """From the first hop to the last; None where the clocks deny it."""
    times = [each.at for each in hops if each.at is not None]
    if not times:
        return None
    total = (times[-1] - times[0]).total_seconds()
    return total if total >= 0 else None


def _slowest(hops: Sequence[Hop]) -> int | None:
    """The hop before which the mail waited longest. A server that is ahead of all later ones has a wrong clock, so each
    hop counts as no later than those that follow it: what it seems to have waited is not taken for a wait."""
    longest, slowest = NOTICEABLE, None
    latest = [each.at for each in hops]
    for index in range(len(latest) - 2, -1, -1):
        here, following = latest[index], latest[index + 1]
        if here is None or (following is not None and following < here):
            latest[index] = following
    for index in range(1, len(hops)):
        here, before = latest[index], latest[index - 1]
        if here is None or before is None or hops[index].at is None:
            continue
        waited = (here - before).total_seconds()
        if waited > longest:
            longest, slowest = waited, index
    return slowest

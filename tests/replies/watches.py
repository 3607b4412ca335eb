"""Watches as they occur: what the golden files show of them."""

from bot.cases.values.answers.watching import Ended, UnwatchAnswer, WatchAnswer, WatchesAnswer, WatchesEndedAnswer
from bot.cases.values.watch import Every, Watch, Watched
from bot.domains.values import Report, Status

_SINCE = 1_790_000_000.0
_DAY = 86_400.0


def watch(domain: str = "imone.lt", every: Every = Every.DAILY) -> Watch:
    return Watch("T1", "C1", domain, every, "U1", "lt", _SINCE, _SINCE + every.seconds)


def watch_samples(
    broken: Report, healthy: Report
) -> dict[str, WatchAnswer | UnwatchAnswer | WatchesAnswer | WatchesEndedAnswer]:
    """By the names of their golden files."""
    return {
        "watch": WatchAnswer(watch(), broken),
        "watch-hourly": WatchAnswer(watch("xn--sis-hpa81d.lt", Every.HOURLY), healthy),
        "unwatch": UnwatchAnswer("imone.lt", was=True),
        "unwatch-never": UnwatchAnswer("imone.lt", was=False),
        "watches": WatchesAnswer(
            (
                Watched(watch("nauja.lt"), None),
                Watched(watch(every=Every.HOURLY), Status.ERROR, _SINCE),
                Watched(watch("xn--sis-hpa81d.lt"), Status.NOTICE, _SINCE + _DAY),
            )
        ),
        "watches-none": WatchesAnswer(()),
        "watches-many": WatchesAnswer(
            tuple(Watched(watch(f"klientas-{n}.example"), Status.WARNING, _SINCE + n) for n in range(1, 1001))
        ),
        "watches-ended": WatchesEndedAnswer("C0SUPPORT", Ended.ARCHIVED, ("imone.lt",)),
        "watches-ended-removed": WatchesEndedAnswer("C0SUPPORT", Ended.REMOVED, tuple(f"k{n}.lt" for n in range(32))),
    }

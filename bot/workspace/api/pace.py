"""Slack's rate limits, from `pace.toml`: who calls faster waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

import tomli


@dataclass(frozen=True, slots=True)
class Rate:
    burst: int
    seconds: float
    per_channel: bool


def read(text: str) -> Mapping[str, Rate]:
    """Rates by method, from TOML text. Raises ValueError, naming the method, for an entry that cannot be read."""
    rates = {}
    for method, entry in tomli.loads(text).items():
        try:
            burst, seconds = int(entry["burst"]), float(entry["seconds"])
            rates[method] = Rate(burst, seconds, bool(entry.get("per_channel")))
        except (KeyError, ValueError) as fault:
            raise ValueError(f"pace.toml: [{method}] needs numbers `burst` and `seconds`") from fault
        if burst < 1 or seconds <= 0 or not entry.get("source"):
            raise ValueError(f"pace.toml: [{method}] needs `burst` and `seconds` above 0, and its `source`")
    return rates


RATES = read(files(__package__).joinpath("pace.toml").read_text("utf-8"))


class Pace:
    """Counts calls. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float], rates: Mapping[str, Rate] = RATES) -> None:
        self._clock = clock
        self._rates = rates
        self._full_at: dict[tuple[str, str], float] = {}

    def wait(self, method: str, channel: str) -> float:
        """Seconds until the method may be called; 0 where it may now, and this call counts."""
        rate = self._rates.get(method)
        if rate is None:
            return 0.0
        now = self._clock()
        key = method, channel if rate.per_channel else ""
        # a bucket is known by the moment it will be full again; each call puts that off by one portion
        full_at = max(self._full_at.get(key, now), now) + rate.seconds
        excess = full_at - now - rate.burst * rate.seconds
        if excess > 1e-6:
            return excess
        self._full_at[key] = full_at
        return 0.0

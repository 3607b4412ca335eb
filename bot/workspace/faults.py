"""Ways to misbehave, on order: so many times, at one method, at response URLs, at downloads, or at deliveries."""

from collections import deque
from dataclasses import dataclass

RESPONSE_URL = "response_url"
EVERYTHING = "*"
"""Every method, response URLs and downloads too."""
DOWNLOAD = "download"
"""A file's own address."""
DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429 `ratelimited`, with `Retry-After` in seconds."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    status: int = 500


@dataclass(frozen=True, slots=True)
class Slow:
    """Does what was asked, after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection breaks off without an answer: before the work, or `after` it (it was posted; nobody is told)."""

    after: bool = False


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """`ok: false` with this error word."""

    error: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """At deliveries: an event is delivered this many times more, though it was acknowledged."""

    times: int = 1


Fault = RateLimited | ServerError | Slow | Dropped | RefusedCall | Repeated


class Faults:
    """What is still to go wrong. Orders for one place are spent in the order they were given."""

    def __init__(self) -> None:
        self._orders: dict[str, deque[Fault]] = {}

    def add(self, place: str, fault: Fault, times: int = 1) -> None:
        """`place`: a method's name, or one of those above; the next `times` uses of it go wrong so.

        Raises ValueError for a fault that the place cannot have.
        """
        if not isinstance(fault, Slow) and (place == DELIVERY) != isinstance(fault, Repeated):
            raise ValueError(f"{fault} cannot be at {place}")
        self._orders.setdefault(place, deque()).extend([fault] * times)

    def clear(self) -> None:
        self._orders.clear()

    def next(self, place: str) -> Fault | None:
        """The fault due now, which is thereby spent."""
        for key in (place, EVERYTHING) if place != DELIVERY else (place,):
            if self._orders.get(key):
                return self._orders[key].popleft()
        return None

"""A circuit breaker: what failed is left alone for a while, and what hangs is not waited for."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)
REST = 30.0
"""Seconds for which nothing is asked of what failed."""


class Unavailable(Exception):  # noqa: N818  it is a state of somebody else's service, no fault of ours
    """It failed just now, or a moment ago and is not asked."""


class Breaker:
    """Belongs to one service. `name`: for the log; `patience`: seconds that it may take; `faults`: what it raises."""

    def __init__(self, name: str, patience: float, faults: tuple[type[Exception], ...]) -> None:
        self._name, self._patience = name, patience
        self._faults: tuple[type[Exception], ...] = (*faults, OSError, TimeoutError)
        self._back_at = 0.0

    @property
    def open(self) -> bool:
        """Whether it is left alone now."""
        return time.monotonic() < self._back_at

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Around one request. Raises Unavailable in place of its faults, and at once while it is left alone."""
        if self.open:
            raise Unavailable(self._name)
        try:
            async with asyncio.timeout(self._patience):
                yield
        except self._faults as error:
            self._back_at = time.monotonic() + REST
            log.warning("%s is left alone for %d s: %s", self._name, REST, type(error).__name__)
            raise Unavailable(self._name) from error

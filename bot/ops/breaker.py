"""A circuit breaker: a service that failed is left alone for a while, and one that hangs is not waited for."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)
REST = 30.0
"""Seconds for which a service that failed is not asked."""


class Unavailable(Exception):  # noqa: N818  it is a state of somebody else's service, no fault of ours
    """The service failed just now, or a moment ago, so that it is not asked."""


class Breaker:
    """The breaker of one service. `name`: for the log; `patience`: seconds that a request may take; `faults`: the
    exceptions that the service raises."""

    def __init__(self, name: str, patience: float, faults: tuple[type[Exception], ...]) -> None:
        self._name, self._patience = name, patience
        self._faults: tuple[type[Exception], ...] = (*faults, OSError, TimeoutError)
        self._back_at = 0.0

    @property
    def open(self) -> bool:
        """Whether the service is left alone now."""
        return time.monotonic() < self._back_at

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Wraps one request. Raises Unavailable in place of its faults, and at once while the service is left alone."""
        if self.open:
            raise Unavailable(self._name)
        try:
            async with asyncio.timeout(self._patience):
                yield
        except self._faults as error:
            self._back_at = time.monotonic() + REST
            log.warning("%s is left alone for %d s: %s", self._name, REST, type(error).__name__)
            raise Unavailable(self._name) from error

"""Answers kept for as long as their TTL says."""

import time
from collections import OrderedDict

from bot.domains.net.dns import Answer

Key = tuple[str, str, bool]
"""Name, type, checking disabled."""

LONGEST = 300.0
"""Seconds that an answer is kept at most: people check again because they have just changed a record."""


class Cache:
    """The latest answers, the least used dropped first. Faults are never kept: they may have passed."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._answers: OrderedDict[Key, tuple[float, Answer]] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        held = self._answers.get(key)
        if held is None:
            return None
        expires, answer = held
        if expires <= time.monotonic():
            del self._answers[key]
            return None
        self._answers.move_to_end(key)
        return answer

    def left(self, key: Key) -> Answer | None:
        """The answer with what is left of its TTL, in whole seconds."""
        answer = self.get(key)
        return answer._replace(ttl=int(self._answers[key][0] - time.monotonic())) if answer is not None else None

    def put(self, key: Key, answer: Answer) -> None:
        if not answer.outcome.known or answer.ttl <= 0:
            return
        self._answers[key] = (time.monotonic() + min(answer.ttl, LONGEST), answer)
        self._answers.move_to_end(key)
        if len(self._answers) > self._size:
            self._answers.popitem(last=False)

"""Answers shared between processes: what one has asked about a domain a moment ago, the next need not ask."""

from collections.abc import Mapping
from typing import Protocol

from bot.domains.net.dns import Answer
from bot.domains.net.resolver.cache import Key


class Far(Protocol):
    """The store of shared answers. It never raises and never makes a check wait: without it, everything is asked
    anew."""

    async def bring(self, domain: str) -> Mapping[Key, Answer]:
        """What was left for a domain's check; each answer's TTL is what is left of it."""
        ...

    def leave(self, domain: str, answers: Mapping[Key, Answer]) -> None:
        """Leaves answers for other processes; each answer's TTL is what is left of it."""
        ...

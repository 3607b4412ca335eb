"""Answers that other processes have got: what one has asked for a domain a moment ago, the next one need not ask."""

from collections.abc import Mapping
from typing import Protocol

from bot.domains.net.dns import Answer
from bot.domains.net.resolver.cache import Key


class Far(Protocol):
    """Where processes leave them. It raises nothing, and keeps nobody waiting: without it all is asked anew."""

    async def bring(self, domain: str) -> Mapping[Key, Answer]:
        """What was left for a domain's check; each answer's TTL is what is left of it."""
        ...

    def leave(self, domain: str, answers: Mapping[Key, Answer]) -> None:
        """For others. The same of `ttl`."""
        ...

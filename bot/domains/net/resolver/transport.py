"""The way to one server."""

from collections.abc import Callable
from typing import Protocol

from bot.domains.net.resolver.question import DnsQuestion


class Transport(Protocol):
    @property
    def may_lose(self) -> bool:
        """Whether a message may be lost without a word, so that sending it again helps."""

    async def exchange(
        self, question: DnsQuestion, body: bytes, seconds: float, again: Callable[[], None] | None = None
    ) -> bytes:
        """Sends a message (`body` lacks its identifier) and returns the response to it.

        Waits `seconds`. Where `again` is given and the message may be lost, it is then sent once more, `again` called,
        and as long waited again: an answer to either counts, since a slow server is commoner than a lost message.
        Raises `TimeoutError`, or `OSError` where the server cannot be reached.
        """

    async def close(self) -> None: ...

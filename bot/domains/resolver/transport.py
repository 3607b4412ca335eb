"""The way to one server."""

from typing import Protocol

from bot.domains.resolver.message import Question


class Transport(Protocol):
    async def exchange(self, asked: Question, body: bytes, seconds: float) -> bytes:
        """Sends a message (`body` lacks its identifier) and returns the response to it.

        Raises `TimeoutError` after `seconds`, `OSError` where the server cannot be reached.
        """

    async def close(self) -> None: ...

"""How many questions may be in flight at once, over all checks."""

import asyncio
from collections import deque

FIRST = 192
"""Twice what one check asks at once, and too few to overrun a server's buffer of the usual size (some 270 datagrams):
a lost question costs a whole timeout."""
MOST = 768


class Window:
    """Grows by one with each answer while others wait, and halves with each question that stays without one, as TCP's
    window does (RFC 5681, 3.1): a server that keeps up is given more, and never more than two questions an answer."""

    def __init__(self) -> None:
        self._size = FIRST
        self._flying = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Returns when the question may go, in the order of asking."""
        if self._flying < self._size:
            self._flying += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._free()  # its turn had come already: the next one's, then
            raise

    def leave(self, *, answered: bool) -> None:
        if not answered:
            self._size = max(FIRST, self._size // 2)
        elif self._waiting:
            self._size = min(MOST, self._size + 1)
        self._free()

    def _free(self) -> None:
        self._flying -= 1
        while self._waiting and self._flying < self._size:
            turn = self._waiting.popleft()
            if not turn.done():
                self._flying += 1
                turn.set_result(None)

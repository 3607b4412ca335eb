"""The answers under way in this process."""

import asyncio
from collections.abc import Collection, Coroutine


class UnderWay:
    """The tasks that answer questions, by the questions' ids."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def ids(self) -> Collection[str]:
        return self._tasks.keys()

    def start(self, id: str, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._tasks[id] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._tasks.pop(id, None))
        return task

    async def finish(self, seconds: float) -> None:
        """Lets them come to their end; stops the rest."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        late = tuple(self._tasks.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

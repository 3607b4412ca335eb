"""What a check gets: the domain, the resolver, the fetcher."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.domains.net.dns import Resolver
from bot.domains.net.fetch import Fetcher
from bot.domains.net.status_pages import StatusPages
from bot.domains.values import Options

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Look:
    """One domain under one resolver. Checks share the resolver's answers, and what several of them make of these; they
    never share their findings."""

    domain: str
    """ASCII (A-labels), lower case, no final dot."""
    resolver: Resolver
    options: Options = field(default_factory=Options)
    fetch: Fetcher | None = None
    """The only way to HTTPS; None where the network may not be used (`Options.network`)."""
    status_pages: StatusPages | None = None
    """Providers' status pages; None where they are not to be asked."""
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _begun: dict[Callable[..., Any], asyncio.Task[Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, make: Callable[..., T], *arguments: Any) -> T:
        """`make(*given)`, made once, however many checks need it: all of them have to give the same."""
        if make not in self._made:
            self._made[make] = make(*arguments)
        made: T = self._made[make]
        return made

    def begin(self, work: Callable[["Look"], Coroutine[Any, Any, T]]) -> "asyncio.Task[T]":
        """Starts work that several checks need, unless one of them has."""
        task = self._begun.get(work)
        if task is None:
            task = self._begun[work] = asyncio.create_task(work(self))
        return task

    async def shared(self, work: Callable[["Look"], Coroutine[Any, Any, T]]) -> T:
        """The outcome of `begin`. Who stops waiting takes it from nobody."""
        task = self.begin(work)
        return task.result() if task.done() else await asyncio.shield(task)

    async def close(self) -> None:
        """Ends the work that nobody waits for any more."""
        left = [task for task in self._begun.values() if not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

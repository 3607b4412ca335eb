"""One resolver for the whole process: questions shared while in flight, answers cached, servers tried in turn."""

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domains.addresses import public
from bot.domains.dns import Answer, Outcome
from bot.domains.resolver.budget import Budget
from bot.domains.resolver.cache import Cache, Key
from bot.domains.resolver.check import CheckResolver
from bot.domains.resolver.datagrams import Datagrams
from bot.domains.resolver.message import Question, decode, encode, truncated, without_edns
from bot.domains.resolver.streams import Streams
from bot.domains.resolver.transport import Transport

ATTEMPTS = 2
MOST_ATTEMPTS = 4
AT_ONCE = 256
"""Questions in flight over all checks; the rest wait their turn. More than twice what a check asks at once, and too few
to overrun a server's buffer of the usual size (212,992 bytes, some 270 datagrams) even while it does not read: a lost
question costs a whole timeout."""


@dataclass(frozen=True, slots=True)
class Server:
    """One resolver to ask; `whole` is the way to ask it again where an answer was cut short."""

    first: Transport
    whole: Transport | None = None


@dataclass(frozen=True, slots=True)
class _Flight:
    """A question under way and those who wait for its answer."""

    task: asyncio.Task[None]
    waiting: list[asyncio.Future[Answer]]


class SharedResolver:
    """Belongs to one event loop. `for_check` gives each check its own view with a budget."""

    def __init__(
        self,
        servers: Sequence[Server],
        *,
        timeout: float = 2.0,
        direct: bool = True,
        authority_port: int = 53,
        at_once: int = AT_ONCE,
    ) -> None:
        self._servers = tuple(servers)
        self._preferred = 0
        self._timeout = timeout
        self._direct = direct
        self._authority_port = authority_port
        self._slots = asyncio.Semaphore(at_once)
        self._cache = Cache()
        self._flying: dict[Key, _Flight] = {}
        self.sent = 0
        """Messages sent for all checks so far."""

    def for_check(self, budget: Budget | None = None, *, fresh: bool = False) -> CheckResolver:
        """`fresh` reads nothing from the cache: the record may have been changed just now."""
        return CheckResolver(self, budget or Budget(), fresh=fresh)

    def cached(self, key: Key) -> Answer | None:
        return self._cache.get(key)

    def resolve(self, asked: Question, sent: Callable[[], None], waiting: asyncio.Future[Answer]) -> None:
        """Answers `waiting`, unless it is done before, by the question's flight: the one under way, or a new one that
        calls `sent` for each message it sends."""
        key = (asked.name, asked.type, asked.checking_disabled)
        flight = self._flying.get(key)
        if flight is None:
            self._flying[key] = _Flight(asyncio.create_task(self._fly(key, asked, sent)), [waiting])
        else:
            flight.waiting.append(waiting)

    async def _fly(self, key: Key, asked: Question, sent: Callable[[], None]) -> None:
        try:
            answer = await self._answer(key, asked, sent)
        except Exception as error:  # noqa: BLE001 - a fault of ours must reach those who wait, not leave them waiting
            for waiting in self._landed(key):
                waiting.set_exception(error)
        else:
            for waiting in self._landed(key):
                waiting.set_result(answer)

    def _landed(self, key: Key) -> list[asyncio.Future[Answer]]:
        """Ends a flight. Those who still wait for it."""
        return [waiting for waiting in self._flying.pop(key).waiting if not waiting.done()]

    async def _answer(self, key: Key, asked: Question, sent: Callable[[], None]) -> Answer:
        count = len(self._servers)
        answer = Answer(asked.name, asked.type, Outcome.TIMEOUT)
        alone = count == 1 and self._servers[0].first.may_lose
        for attempt in range(1 if alone else min(max(ATTEMPTS, count), MOST_ATTEMPTS)):
            index = (self._preferred + attempt) % count if attempt else self._preferred
            answer = await self._try(self._servers[index], asked, sent, repeat=alone)
            if answer.outcome.known:
                self._preferred = index
                self._cache.put(key, answer)
                return answer
            if count == 1 and answer.outcome in (Outcome.SERVFAIL, Outcome.REFUSED):
                return answer
        return answer

    async def _try(
        self, server: Server, asked: Question, sent: Callable[[], None], *, recursive: bool = True, repeat: bool = False
    ) -> Answer:
        try:
            async with self._slots:
                wire = await self._exchange(server.first, asked, sent, recursive=recursive, repeat=repeat)
                if truncated(wire) and server.whole is not None:
                    wire = await self._exchange(server.whole, asked, sent, recursive=recursive)
        except TimeoutError:
            return Answer(asked.name, asked.type, Outcome.TIMEOUT)
        except OSError as error:
            return Answer(asked.name, asked.type, Outcome.TIMEOUT, reason=error.strerror or str(error))
        return decode(asked, wire)

    async def _exchange(
        self,
        transport: Transport,
        asked: Question,
        sent: Callable[[], None],
        *,
        recursive: bool,
        repeat: bool = False,
    ) -> bytes:
        sent()
        message = encode(asked, recursive=recursive)
        wire = await transport.exchange(asked, message, self._timeout, sent if repeat else None)
        if without_edns(wire):
            sent()
            plain = encode(asked, recursive=recursive, extended=False)
            wire = await transport.exchange(asked, plain, self._timeout)
        return wire

    async def ask_server(self, address: str, asked: Question, sent: Callable[[], None]) -> Answer | None:
        """Asks one authoritative server itself, without recursion; None where this resolver may not, or the address
        is no public one: a zone must not make us knock at doors of our own network."""
        if not self._direct or (self._authority_port == 53 and not public(ipaddress.ip_address(address))):
            return None
        server = Server(Datagrams(address, self._authority_port), Streams(address, self._authority_port))
        try:
            return await self._try(server, asked, sent, recursive=False)
        finally:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

    async def close(self) -> None:
        for key, flight in tuple(self._flying.items()):
            flight.task.cancel()
            for waiting in self._landed(key):
                waiting.set_result(Answer(key[0], key[1], Outcome.BUDGET, reason="the resolver was closed"))
        for server in self._servers:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

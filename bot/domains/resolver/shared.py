"""One resolver for the whole process: questions shared while in flight, answers cached, servers tried in turn."""

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
AT_ONCE = 192
"""Questions in flight over all checks; the rest wait their turn. Twice what a check asks at once, and too few to
overrun a server's buffer of the usual size (some 270 datagrams): a lost question costs a whole timeout."""


@dataclass(frozen=True, slots=True)
class Server:
    """One resolver to ask; `whole` is the way to ask it again where an answer was cut short."""

    first: Transport
    whole: Transport | None = None


class SharedResolver:
    """Belongs to one event loop. `for_check` gives each check its own view with a budget."""

    def __init__(
        self, servers: Sequence[Server], *, timeout: float = 2.0, direct: bool = True, authority_port: int = 53
    ) -> None:
        self._servers = tuple(servers)
        self._preferred = 0
        self._timeout = timeout
        self._direct = direct
        self._authority_port = authority_port
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._cache = Cache()
        self._flying: dict[Key, asyncio.Task[Answer]] = {}

    def for_check(self, budget: Budget | None = None, *, fresh: bool = False) -> CheckResolver:
        """`fresh` reads nothing from the cache: the record may have been changed just now."""
        return CheckResolver(self, budget or Budget(), fresh=fresh)

    def cached(self, key: Key) -> Answer | None:
        return self._cache.get(key)

    def resolve(self, asked: Question, sent: Callable[[], None]) -> asyncio.Task[Answer]:
        """The question's flight: the one under way, or a new one that calls `sent` for each message it sends."""
        key = (asked.name, asked.type, asked.checking_disabled)
        flight = self._flying.get(key)
        if flight is None:
            flight = self._flying[key] = asyncio.create_task(self._fly(asked, sent))
            flight.add_done_callback(lambda _: self._flying.pop(key, None))
        return flight

    async def _fly(self, asked: Question, sent: Callable[[], None]) -> Answer:
        count = len(self._servers)
        answer = Answer(asked.name, asked.type, Outcome.TIMEOUT)
        alone = count == 1 and self._servers[0].first.may_lose
        for attempt in range(1 if alone else min(max(ATTEMPTS, count), MOST_ATTEMPTS)):
            index = (self._preferred + attempt) % count if attempt else self._preferred
            answer = await self._try(self._servers[index], asked, sent, repeat=alone)
            if answer.outcome.known:
                self._preferred = index
                self._cache.put((asked.name, asked.type, asked.checking_disabled), answer)
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
        if not self._direct or (self._authority_port == 53 and not ipaddress.ip_address(address).is_global):
            return None
        server = Server(Datagrams(address, self._authority_port), Streams(address, self._authority_port))
        try:
            return await self._try(server, asked, sent, recursive=False)
        finally:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

    async def close(self) -> None:
        for flight in tuple(self._flying.values()):
            flight.cancel()
        for server in self._servers:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

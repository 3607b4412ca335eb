"""One resolver for the whole process: questions shared while in flight, answers cached, servers tried in turn."""

import asyncio
import ipaddress
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from bot.domains.addresses import public
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver.budget import Budget
from bot.domains.net.resolver.cache import Cache, Key
from bot.domains.net.resolver.check import Awaited, CheckResolver
from bot.domains.net.resolver.datagrams import READ_BY, Datagrams, Exchange
from bot.domains.net.resolver.far import Far
from bot.domains.net.resolver.message import decode
from bot.domains.net.resolver.question import DnsQuestion, conclusive, encode, truncated, without_edns
from bot.domains.net.resolver.streams import Streams
from bot.domains.net.resolver.transport import Transport

ATTEMPTS = 2
MOST_ATTEMPTS = 4
AT_ONCE = 256
"""Questions in flight over all checks; the rest wait their turn. More than twice what a check asks at once, and too few
to overrun a server's buffer of the usual size (212,992 bytes, some 270 datagrams) even while it does not read: a lost
question costs a whole timeout. Up to twice as many while all answers come within `READ_BY`; those may be lost, and are
sent again soon."""


@dataclass(frozen=True, slots=True)
class Server:
    """One resolver to ask; `whole` is the way to ask it again where an answer was cut short."""

    first: Transport
    whole: Transport | None = None


@dataclass(eq=False, slots=True)
class _Flight(Exchange):
    """A question under way and those who wait for its answer."""

    key: Key
    sent: Callable[[], None]
    """Called for each message."""
    waiting: list[Awaited]
    task: asyncio.Task[None] | None = None
    """Where one message was not enough."""
    at: float = 0.0
    """When its first message left, by the monotonic clock."""
    counts: bool = False
    """Whether that message may still lie in the server's buffer."""


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
        far: Far | None = None,
    ) -> None:
        self._servers = tuple(servers)
        self._preferred = 0
        self._timeout = timeout
        self._direct = direct
        self._authority_port = authority_port
        self._free = at_once
        self._may_grow = at_once
        """How many more may be in flight, as long as answers come in time."""
        self._grown = 0
        self._queue: deque[_Flight] = deque()
        self._taken: deque[_Flight] = deque()
        self._slots = asyncio.Semaphore(at_once)
        self._alone = len(self._servers) == 1 and self._servers[0].first.may_lose
        """Whether a lost message can only be sent again to the same server."""
        self._cache = Cache()
        self.cached = self._cache.get
        """The answer in the cache; None if there is none."""
        self._far = far
        self._flying: dict[Key, _Flight] = {}
        self.sent = 0
        """Messages sent for all checks so far."""

    def for_check(self, budget: Budget | None = None, *, fresh: bool = False, domain: str = "") -> CheckResolver:
        """`fresh` reads nothing from the cache: the record may have been changed just now. `domain`: the one that is
        checked."""
        return CheckResolver(self, budget or Budget(), fresh=fresh, domain=domain)

    @property
    def idle(self) -> bool:
        """Whether nobody is asking anything. Then a check waits for round trips alone, and a guess costs it nothing;
        else it shares the processor, and each question counts."""
        return not self._flying

    async def bring(self, domain: str) -> None:
        """Puts what other processes have learnt of a domain into the cache, if it knows nothing of it."""
        if self._far is not None and self._cache.get((domain, "MX", False)) is None:
            for key, answer in (await self._far.bring(domain)).items():
                if self._cache.get(key) is None:
                    self._cache.put(key, answer)

    def leave(self, domain: str, keys: Iterable[Key]) -> None:
        """Lets other processes have what the cache holds of these."""
        if self._far is not None:
            held = {key: self._cache.left(key) for key in keys}
            self._far.leave(domain, {key: answer for key, answer in held.items() if answer is not None})

    def resolve(self, key: Key, question: DnsQuestion, sent: Callable[[], None], awaited: Awaited) -> None:
        """Settles `awaited` by the question's flight: the one under way, or a new one that calls `sent` for each
        message it sends."""
        flight = self._flying.get(key)
        if flight is not None:
            flight.waiting.append(awaited)
            return
        again = sent if self._alone else None
        flight = _Flight(question, encode(question), self._timeout, again, self._arrived, key, sent, [awaited])
        self._flying[key] = flight
        first = self._servers[self._preferred].first
        if not isinstance(first, Datagrams):
            flight.task = asyncio.create_task(self._fly(flight))
            return
        now = monotonic()
        self._release_read(now)
        if self._free > 0 and not self._queue:
            self._take_off(flight, first, now)
        else:
            self._queue.append(flight)

    def _take_off(self, flight: _Flight, first: Datagrams, now: float) -> None:
        """Most questions are answered by the first datagram: that way needs no task, which would cost as much as
        the question."""
        self._free -= 1
        flight.counts, flight.at = True, now
        flight.hasty = self._grown > 0 and self._alone
        self._taken.append(flight)
        flight.sent()
        first.begin(flight)

    def _arrived(self, flight: _Flight, got: bytes | OSError) -> None:
        if flight.counts:
            flight.counts = False
            self._free += 1
            if self._queue and isinstance(got, bytes):
                self._widen()
        if self._queue:
            self._next()
        if self._flying.get(flight.key) is not flight:  # the resolver was closed
            return
        if isinstance(got, bytes) and conclusive(got):
            answer = decode(flight.asked, got)
            if answer.outcome.known:
                self._cache.put(flight.key, answer)
                self._land(flight, answer)
                return
        flight.task = asyncio.create_task(self._fly(flight, got))

    def _widen(self) -> None:
        """Lets one more be in flight with each answer, as TCP does at its start: a server that answers reads."""
        if self._grown < self._may_grow:
            self._grown += 1
            self._free += 1

    def _next(self) -> None:
        """Lets those take off for whom there is room."""
        now = monotonic()
        self._release_read(now)
        first = self._servers[self._preferred].first
        while self._queue and self._free > 0:
            assert isinstance(first, Datagrams)
            self._take_off(self._queue.popleft(), first, now)

    def _release_read(self, now: float) -> None:
        """Makes room for as many as the server has surely read. One that is not answered then waits for somebody else's
        name server, takes no place in the buffer, and must keep no other question waiting."""
        while self._taken and (not self._taken[0].counts or self._taken[0].at < now - READ_BY):
            flight = self._taken.popleft()
            if flight.counts:
                flight.counts = False
                self._free += 1 - self._grown
                self._grown = 0

    async def _fly(self, flight: _Flight, got: bytes | OSError | None = None) -> None:
        """`got`: what the first message brought, where it was sent already."""
        try:
            answer = await self._answer(flight, got)
        except Exception as error:  # noqa: BLE001 - a fault of ours must reach those who wait, not leave them waiting
            for awaited in self._flying.pop(flight.key).waiting:
                awaited.fail(error)
        else:
            self._land(flight, answer)

    def _land(self, flight: _Flight, answer: Answer) -> None:
        """Hands the answer to everybody who waits for it."""
        del self._flying[flight.key]
        for awaited in flight.waiting:
            awaited.settle(answer)

    async def _answer(self, flight: _Flight, got: bytes | OSError | None) -> Answer:
        question, count = flight.asked, len(self._servers)
        answer = Answer(question.name, question.type, Outcome.TIMEOUT)
        for attempt in range(1 if self._alone else min(max(ATTEMPTS, count), MOST_ATTEMPTS)):
            index = (self._preferred + attempt) % count if attempt else self._preferred
            first = None if attempt else got
            answer = await self._try(self._servers[index], question, flight.sent, repeat=self._alone, got=first)
            if answer.outcome.known:
                self._preferred = index
                self._cache.put(flight.key, answer)
                return answer
            if count == 1 and answer.outcome in (Outcome.SERVFAIL, Outcome.REFUSED):
                return answer
        return answer

    async def _try(
        self,
        server: Server,
        question: DnsQuestion,
        sent: Callable[[], None],
        *,
        recursive: bool = True,
        repeat: bool = False,
        got: bytes | OSError | None = None,
    ) -> Answer:
        try:
            async with self._slots:
                wire = await self._exchange(server.first, question, sent, recursive=recursive, repeat=repeat, got=got)
                if truncated(wire) and server.whole is not None:
                    wire = await self._exchange(server.whole, question, sent, recursive=recursive)
        except TimeoutError:
            return Answer(question.name, question.type, Outcome.TIMEOUT)
        except OSError as error:
            return Answer(question.name, question.type, Outcome.TIMEOUT, reason=error.strerror or str(error))
        return decode(question, wire)

    async def _exchange(
        self,
        transport: Transport,
        question: DnsQuestion,
        sent: Callable[[], None],
        *,
        recursive: bool,
        repeat: bool = False,
        got: bytes | OSError | None = None,
    ) -> bytes:
        if isinstance(got, OSError):
            raise got
        wire = got
        if wire is None:
            sent()
            message = encode(question, recursive=recursive)
            wire = await transport.exchange(question, message, self._timeout, sent if repeat else None)
        if without_edns(wire):
            sent()
            plain = encode(question, recursive=recursive, extended=False)
            wire = await transport.exchange(question, plain, self._timeout)
        return wire

    async def ask_server(
        self, address: str, question: DnsQuestion, sent: Callable[[], None], *, tcp: bool
    ) -> Answer | None:
        """Asks one authoritative server itself, without recursion, over UDP or `tcp` alone. None where this resolver
        may not, or the address is no public one: a zone must not make us send questions into our own network."""
        if not self._direct or (self._authority_port == 53 and not public(ipaddress.ip_address(address))):
            return None
        stream = Streams(address, self._authority_port)
        server = Server(stream) if tcp else Server(Datagrams(address, self._authority_port), stream)
        try:
            return await self._try(server, question, sent, recursive=False)
        finally:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

    async def close(self) -> None:
        self._queue.clear()
        for flight in tuple(self._flying.values()):
            if flight.task is not None:
                flight.task.cancel()
            closed = Answer(flight.asked.name, flight.asked.type, Outcome.BUDGET, reason="the resolver was closed")
            self._land(flight, closed)
        for server in self._servers:
            await server.first.close()
            if server.whole is not None:
                await server.whole.close()

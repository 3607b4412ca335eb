"""DNS over one TCP connection that may die without a word, against a server of the test's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import dns.message
import dns.rrset
import pytest

from bot.domains.net.dns import Outcome
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver import streams as module
from bot.domains.net.resolver.datagrams import Datagrams
from bot.domains.net.resolver.shared import Server
from bot.domains.net.resolver.streams import Streams


class Listener:
    """Answers over TCP; on a connection that it has `forgotten` it reads on and says nothing."""

    def __init__(self) -> None:
        self.connections: list[asyncio.StreamWriter] = []
        self.forgotten: set[asyncio.StreamWriter] = set()
        self.silent: set[str] = set()
        """Names that are never answered."""
        self.closed = 0
        self.port = 0

    def forget(self) -> None:
        self.forgotten.update(self.connections)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer)
        try:
            while True:
                wire = await reader.readexactly(int.from_bytes(await reader.readexactly(2), "big"))
                from_wire = dns.message.from_wire(wire)
                name = from_wire.question[0].name.to_text(omit_final_dot=True)
                if writer in self.forgotten or name in self.silent:
                    continue
                made = dns.message.make_response(from_wire, recursion_available=True)
                made.answer.append(dns.rrset.from_text(from_wire.question[0].name, 60, "IN", "A", "192.0.2.1"))
                body = made.to_wire()
                writer.write(len(body).to_bytes(2, "big") + body)
        except (OSError, asyncio.IncompleteReadError):
            self.closed += 1
            writer.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener = Listener()
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        for writer in listener.connections:
            writer.close()


@asynccontextmanager
async def asking(listener: Listener, patience: float = 0.3) -> AsyncIterator[SharedResolver]:
    """As with `DNS_OVER=tls://…`, without the TLS."""
    resolver = SharedResolver((Server(Streams("127.0.0.1", listener.port)),), timeout=patience)
    try:
        yield resolver
    finally:
        await resolver.close()


async def outcome(resolver: SharedResolver, name: str) -> Outcome:
    return (await resolver.for_check().ask(name, "A")).outcome


async def test_questions_share_one_connection() -> None:
    async with listening() as listener, asking(listener, 5) as resolver:
        results = await asyncio.gather(*(outcome(resolver, f"n{number}.test") for number in range(50)))
        assert results == [Outcome.FOUND] * 50
        assert len(listener.connections) == 1


async def test_a_connection_that_went_silent_is_given_up_with_the_first_question_that_it_loses() -> None:
    async with listening() as listener, asking(listener) as resolver:
        assert await outcome(resolver, "a.test") is Outcome.FOUND
        listener.forget()
        assert [await outcome(resolver, f"n{number}.test") for number in range(5)] == [Outcome.FOUND] * 5
        assert len(listener.connections) == 2


async def test_all_that_were_under_way_on_it_are_put_again() -> None:
    async with listening() as listener, asking(listener) as resolver:
        assert await outcome(resolver, "a.test") is Outcome.FOUND
        listener.forget()
        results = await asyncio.gather(*(outcome(resolver, f"n{number}.test") for number in range(20)))
        assert results == [Outcome.FOUND] * 20
        assert len(listener.connections) == 2


async def test_one_name_without_an_answer_does_not_cost_the_others_their_connection() -> None:
    async with listening() as listener, asking(listener, 0.5) as resolver:
        listener.silent.add("slow.test")
        slow = asyncio.create_task(outcome(resolver, "slow.test"))
        number = 0
        while not slow.done():
            assert await outcome(resolver, f"n{number}.test") is Outcome.FOUND
            await asyncio.sleep(0.02)
            number += 1
        assert await slow is Outcome.TIMEOUT
        assert len(listener.connections) == 1


async def test_answers_that_were_cut_short_come_whole_over_a_new_connection(tmp_path: Path) -> None:
    """The same connection is behind UDP, for what does not fit there."""

    class Cut(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.DatagramTransport) -> None:
            self.transport = transport

        def datagram_received(self, wire: bytes, address: tuple[str, int]) -> None:
            made = dns.message.make_response(dns.message.from_wire(wire), recursion_available=True)
            made.flags |= dns.flags.TC
            self.transport.sendto(made.to_wire(), address)

    async with listening() as listener:
        loop = asyncio.get_running_loop()
        udp, _ = await loop.create_datagram_endpoint(Cut, local_addr=("127.0.0.1", listener.port))
        server = Server(Datagrams("127.0.0.1", listener.port), Streams("127.0.0.1", listener.port))
        resolver = SharedResolver((server,), timeout=0.3)
        assert await outcome(resolver, "a.test") is Outcome.FOUND
        listener.forget()
        outcomes = [await outcome(resolver, f"n{number}.test") for number in range(4)]
        assert outcomes == [Outcome.TIMEOUT, Outcome.FOUND, Outcome.FOUND, Outcome.FOUND]
        await resolver.close()
        udp.close()


async def test_a_server_that_closed_the_connection_meanwhile_is_asked_again() -> None:
    async with listening() as listener, asking(listener) as resolver:
        assert await outcome(resolver, "a.test") is Outcome.FOUND
        listener.connections[0].transport.abort()
        assert await outcome(resolver, "b.test") is Outcome.FOUND
        assert len(listener.connections) == 2


async def test_a_connection_that_lies_idle_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IDLE", 0.05)
    async with listening() as listener, asking(listener) as resolver:
        assert await outcome(resolver, "a.test") is Outcome.FOUND
        for _ in range(400):
            if listener.closed:
                break
            await asyncio.sleep(0.01)
        assert listener.closed == 1
        assert await outcome(resolver, "b.test") is Outcome.FOUND

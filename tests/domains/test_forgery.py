"""Who forges a DNS answer without having seen the question has to guess its id, its port and its name (RFC 5452)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import dns.message
import dns.rrset

from bot.domains.net.dns import Outcome
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.datagrams import USES
from bot.domains.net.resolver.servers import plain


class Server(asyncio.DatagramProtocol):
    """Answers, and notes whence and under which id it was asked; `forger` answers first, from elsewhere."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []
        self.forger: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, wire: bytes, address: tuple[str, int]) -> None:
        self.seen.append((address[1], int.from_bytes(wire[:2], "big")))
        if self.forger is not None:
            self.forger.sendto(answer(wire, "198.51.100.66"), address)
        self.transport.sendto(answer(wire, "192.0.2.1"), address)


def answer(wire: bytes, address: str) -> bytes:
    made = dns.message.make_response(dns.message.from_wire(wire), recursion_available=True)
    made.answer.append(dns.rrset.from_text(made.question[0].name, 60, "IN", "A", address))
    return made.to_wire()


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[SharedResolver, Server]]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    resolver = SharedResolver([plain(*transport.get_extra_info("sockname"))], timeout=5)
    try:
        yield resolver, server
    finally:
        await resolver.close()
        transport.close()


async def test_ids_and_ports_cannot_be_foreseen() -> None:
    async with asking() as (resolver, server):
        for number in range(30):
            view = resolver.for_check()
            ask_all = await view.ask_all([(f"n{number}-{each}.test", "A") for each in range(20)])
            assert all(finding.outcome is Outcome.FOUND for finding in ask_all)
    ports, ids = ({seen[part] for seen in server.seen} for part in (0, 1))
    assert len(ports) >= len(server.seen) / USES
    assert len(ids) > 580
    steps = {later[1] - earlier[1] for earlier, later in zip(server.seen, server.seen[1:], strict=False)}
    assert len(steps) > 550


async def test_an_answer_from_elsewhere_is_not_believed() -> None:
    async with asking() as (resolver, server):
        loop = asyncio.get_running_loop()
        server.forger, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
        reply = await resolver.for_check().ask("imone.test", "A")
        server.forger.close()
    assert [record.to_text() for record in reply.records] == ["192.0.2.1"]

"""The resolver over real sockets: what it shares, keeps, repeats, bounds and refuses to believe."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.net.dns import Outcome
from bot.domains.net.resolver import Budget, SharedResolver
from bot.domains.net.resolver.datagrams import Datagrams, Exchange
from bot.domains.net.resolver.message import decode
from bot.domains.net.resolver.question import encode, question
from bot.domains.net.resolver.servers import Nameserver, nameserver, plain, system_nameservers
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, patience, resolver_at

Reply = Callable[[bytes], list[bytes]]


@asynccontextmanager
async def asking(data: Data, **options: float) -> AsyncIterator[tuple[SharedResolver, DnsServer]]:
    async with DnsServer(Zones(data), options.get("delay", 0)) as server:
        resolver = resolver_at(server, patience(data))
        try:
            yield resolver, server
        finally:
            await resolver.close()


@asynccontextmanager
async def answering(reply: Reply) -> AsyncIterator[tuple[str, int]]:
    """A UDP server that answers a message with any bytes."""

    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.DatagramTransport) -> None:
            self.transport = transport

        def datagram_received(self, wire: bytes, address: tuple[str, int]) -> None:
            for answer in reply(wire):
                self.transport.sendto(answer, address)

    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")
    finally:
        transport.close()


def answer_with(wire: bytes, *records: str, rcode: int = 0) -> dns.message.Message:
    made = dns.message.make_response(dns.message.from_wire(wire), recursion_available=True)
    made.set_rcode(dns.rcode.Rcode(rcode))
    if records:
        made.answer.append(dns.rrset.from_text(made.question[0].name, 60, "IN", "A", *records))
    return made


async def ask_at(address: tuple[str, int], **options: float) -> Outcome:
    resolver = SharedResolver([plain(*address)], timeout=options.get("timeout", 0.2))
    try:
        return (await resolver.for_check().ask("imone.test", "A")).outcome
    finally:
        await resolver.close()


async def test_what_a_full_buffer_may_have_lost_is_sent_again_long_before_it_is_given_up() -> None:
    messages: list[bytes] = []

    def reply(wire: bytes) -> list[bytes]:
        messages.append(wire)
        return [answer_with(wire, "192.0.2.1").to_wire()] if len(messages) > 1 else []

    arrived: asyncio.Future[bytes | OSError] = asyncio.get_running_loop().create_future()
    sought = question("a.test", "A")
    async with answering(reply) as address:
        datagrams = Datagrams(*address)
        wanted = Exchange(sought, encode(sought), 300, lambda: None, lambda _, got: arrived.set_result(got), hasty=True)
        datagrams.begin(wanted)
        got = await asyncio.wait_for(arrived, 60)
        await datagrams.close()
    assert isinstance(got, bytes)
    assert messages[0] == messages[1], "the same message, so that the answer to either is good"


async def test_every_outcome_has_its_name() -> None:
    data: Data = {
        "a.test": [{"A": "192.0.2.1"}],
        "silent.test": ["TIMEOUT"],
        "broken.test": ["SERVFAIL"],
        "closed.test": ["REFUSED"],
    }
    async with asking(data) as (resolver, _):
        view = resolver.for_check()
        names = ("a.test", "a.test", "gone.test", "silent.test", "broken.test", "closed.test", "a..test")
        types = ("A", "MX", *["A"] * 5)
        answer = await asyncio.gather(*(view.ask(name, kind) for name, kind in zip(names, types, strict=True)))
    assert [finding.outcome for finding in answer] == [
        Outcome.FOUND,
        Outcome.NODATA,
        Outcome.NXDOMAIN,
        Outcome.TIMEOUT,
        Outcome.SERVFAIL,
        Outcome.REFUSED,
        Outcome.MALFORMED,
    ]


async def test_equal_questions_in_flight_are_asked_once_over_all_checks() -> None:
    async with asking({"a.test": [{"A": "192.0.2.1"}]}, delay=0.05) as (resolver, server):
        views = [resolver.for_check() for _ in range(5)]
        await asyncio.gather(*(view.ask(name, "A") for view in views for name in ("a.test", "A.TEST.")))
        assert server.queries == 1
        assert sum(view.queries for view in views) == 1


async def test_many_questions_are_put_at_once_and_answered_in_their_order() -> None:
    data: Data = {"a.test": [{"A": "192.0.2.1"}], "silent.test": ["TIMEOUT"]}
    async with asking(data, delay=0.05) as (resolver, server):
        view = resolver.for_check()
        questions = [("silent.test", "A"), ("a.test", "A"), ("gone.test", "A"), ("A.test.", "A"), ("a..test", "A")]
        ask_all = await view.ask_all(questions)
        assert [finding.outcome for finding in ask_all] == [
            Outcome.TIMEOUT,
            Outcome.FOUND,
            Outcome.NXDOMAIN,
            Outcome.FOUND,
            Outcome.MALFORMED,
        ]
        assert {query.name for query in server.asked} == {"silent.test", "a.test", "gone.test"}
        put = server.queries
        assert await view.ask_all(questions) == ask_all
        assert server.queries == put, "they were asked again"


async def test_who_stops_waiting_takes_the_answer_from_nobody() -> None:
    async with asking({"a.test": [{"A": "192.0.2.1"}]}, delay=0.1) as (resolver, server):
        view = resolver.for_check()
        impatient = asyncio.create_task(view.ask_all([("a.test", "A")]))
        patient = asyncio.create_task(view.ask_all([("a.test", "A")]))
        await asyncio.sleep(0)  # both have begun
        impatient.cancel()
        assert [answer.outcome for answer in await patient] == [Outcome.FOUND]
        assert server.queries == 1


async def test_a_resolver_that_closes_leaves_nobody_waiting() -> None:
    async with asking({"a.test": [{"A": "192.0.2.1"}]}, delay=5) as (resolver, _):
        waiting = asyncio.create_task(resolver.for_check().ask("a.test", "A"))
        await asyncio.sleep(0)
        await resolver.close()
        assert (await waiting).outcome is Outcome.BUDGET


async def test_answers_are_kept_for_later_checks_unless_they_want_fresh_ones() -> None:
    async with asking({"a.test": [{"A": "192.0.2.1"}]}) as (resolver, server):
        for fresh, queries in ((False, 1), (False, 1), (True, 2)):
            await resolver.for_check(fresh=fresh).ask("a.test", "A")
            assert server.queries == queries


async def test_a_fault_holds_for_one_check_and_no_longer() -> None:
    async with asking({"broken.test": ["SERVFAIL"]}) as (resolver, server):
        view = resolver.for_check()
        await view.ask("broken.test", "A")
        await view.ask("broken.test", "A")
        assert server.queries == 1
        await resolver.for_check().ask("broken.test", "A")
        assert server.queries == 2


async def test_a_cut_answer_is_asked_for_again_over_tcp() -> None:
    many = [{"TXT": f"{number} " + "x" * 200} for number in range(30)]
    async with asking({"long.test": many}) as (resolver, server):
        view = resolver.for_check()
        answer = await view.ask("long.test", "TXT")
        assert len(answer.records) == 30
        assert [query.over_tcp for query in server.asked] == [False, True]
        assert view.queries == 2


async def test_aliases_are_followed_and_told() -> None:
    data: Data = {"a.test": [{"CNAME": "b.test"}], "b.test": [{"CNAME": "c.test"}], "c.test": [{"A": "192.0.2.1"}]}
    async with asking(data) as (resolver, _):
        answer = await resolver.for_check().ask("a.test", "A")
    assert (answer.aliases, len(answer.records)) == (("b.test", "c.test"), 1)


async def test_the_next_server_is_asked_when_one_is_silent_or_refuses() -> None:
    for word in ("TIMEOUT", "SERVFAIL", "REFUSED"):
        async with (
            DnsServer(Zones({"a.test": [word]})) as bad,
            DnsServer(Zones({"a.test": [{"A": "192.0.2.1"}]})) as good,
        ):
            resolver = SharedResolver([plain(bad.host, bad.port), plain(good.host, good.port)], timeout=0.1)
            assert (await resolver.for_check().ask("a.test", "A")).outcome is Outcome.FOUND
            await resolver.close()


async def test_an_answer_that_comes_late_or_to_the_second_try_still_counts() -> None:
    async with DnsServer(Zones({"imone.test": [{"A": "192.0.2.1"}]}), delay=0.3) as server:
        assert await ask_at((server.host, server.port), timeout=0.2) is Outcome.FOUND
        assert server.queries == 2

    lost: list[bytes] = []

    def reply(wire: bytes) -> list[bytes]:
        lost.append(wire)
        return [answer_with(wire, "192.0.2.1").to_wire()] if len(lost) > 1 else []

    async with answering(reply) as address:
        assert await ask_at(address) is Outcome.FOUND
    assert len(lost) == 2


async def test_twice_as_many_are_in_flight_once_answers_come_in_time() -> None:
    held: list[bytes] = []
    batches = [4, 8]

    def reply(wire: bytes) -> list[bytes]:
        held.append(answer_with(wire, "192.0.2.1").to_wire())
        if len(held) < batches[0]:
            return []
        ready = held[: batches.pop(0)]
        held.clear()
        return ready

    async with answering(reply) as address:
        resolver = SharedResolver([plain(*address)], timeout=0.5, at_once=4)
        view = resolver.for_check()
        answers = await view.ask_all((f"n{number}.imone.test", "A") for number in range(12))
        await resolver.close()
    assert {answer.outcome for answer in answers} == {Outcome.FOUND}
    assert view.queries == 12, "none was sent again"


async def test_a_server_that_is_not_there_is_a_fault_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    assert await ask_at(address, timeout=5) is Outcome.TIMEOUT


async def test_a_validating_resolvers_verdict_and_reason_come_through() -> None:
    def reply(wire: bytes) -> list[bytes]:
        made = answer_with(wire, rcode=2)
        made.use_edns(0, options=[dns.edns.EDEOption(dns.edns.EDECode.DNSSEC_BOGUS, "signature expired")])
        return [made.to_wire()]

    async with answering(reply) as address:
        resolver = SharedResolver([plain(*address)], timeout=0.2)
        answer = await resolver.for_check().ask("imone.test", "A")
        await resolver.close()
    assert (answer.outcome, answer.reason) == (Outcome.SERVFAIL, "EDE 6: signature expired")
    async with asking({"a.test": [{"A": "192.0.2.1"}, "SECURE"]}) as (shared, _):
        assert (await shared.for_check().ask("a.test", "A")).secure


async def test_a_servers_own_words_hold_nothing_that_a_terminal_or_a_log_obeys() -> None:
    hostile = "late\x1b[2J\r\n2026-01-01 ERROR\x00\x9b31m\u2028\u202e\u200b\ud7ffž" + "x" * 1000

    def reply(wire: bytes) -> list[bytes]:
        made = answer_with(wire, rcode=2)
        made.use_edns(0, options=[dns.edns.EDEOption(dns.edns.EDECode.DNSSEC_BOGUS, hostile)])
        return [made.to_wire()]

    async with answering(reply) as address:
        resolver = SharedResolver([plain(*address)], timeout=0.2)
        answer = await resolver.for_check().ask("imone.test", "A")
        await resolver.close()
    assert answer.reason.startswith("EDE 6: late [2J  2026-01-01 ERROR  31m")
    assert "ž" in answer.reason
    assert answer.reason.isprintable()
    assert len(answer.reason) < 300


async def test_a_server_that_knows_no_edns_is_asked_without() -> None:
    def reply(wire: bytes) -> list[bytes]:
        if wire[10:12] == b"\0\1":
            return [wire[:2] + b"\x80\x01" + b"\0" * 8]
        return [answer_with(wire, "192.0.2.1").to_wire()]

    async with answering(reply) as address:
        assert await ask_at(address) is Outcome.FOUND


async def test_answers_to_other_questions_are_not_believed() -> None:
    def reply(wire: bytes) -> list[bytes]:
        right = answer_with(wire, "192.0.2.1").to_wire()
        other = answer_with(wire, "198.51.100.66").to_wire().replace(b"\x05imone", b"\x05kitas")
        wrong_id = struct.pack("!H", (int.from_bytes(wire[:2], "big") + 1) % 65536) + right[2:]
        return [b"", b"\0", wire, other, wrong_id, right]

    async with answering(reply) as address:
        resolver = SharedResolver([plain(*address)], timeout=0.3)
        answer = await resolver.for_check().ask("imone.test", "A")
        await resolver.close()
    assert [record.to_text() for record in answer.records] == ["192.0.2.1"]


async def test_a_mangled_answer_is_malformed_not_missing() -> None:
    def reply(wire: bytes) -> list[bytes]:
        return [answer_with(wire, "192.0.2.1").to_wire()[:-3]]

    async with answering(reply) as address:
        assert await ask_at(address) is Outcome.MALFORMED


async def test_a_check_that_spent_its_questions_gets_no_more() -> None:
    async with asking({}) as (resolver, server):
        view = resolver.for_check(Budget(queries=3))
        answers = [await view.ask(f"n{number}.test", "A") for number in range(5)]
        assert [finding.outcome is Outcome.BUDGET for finding in answers] == [False, False, False, True, True]
        assert server.queries == 3


async def test_a_check_that_spent_its_time_is_let_go() -> None:
    async with asking({"slow.test": ["TIMEOUT"]}) as (resolver, _):
        view = resolver.for_check(Budget(seconds=0.05))
        assert (await view.ask("slow.test", "A")).outcome is Outcome.BUDGET
        assert (await view.ask("a.test", "A")).outcome is Outcome.BUDGET


async def test_a_thousand_records_are_cut_and_aliases_without_end_are_a_fault() -> None:
    many = dns.rrset.from_text("a.test.", 60, "IN", "A", *(f"10.0.{n // 250}.{n % 250}" for n in range(1000)))
    loop = [dns.rrset.from_text(f"{x}.test.", 60, "IN", "CNAME", f"{y}.test.") for x, y in (("a", "b"), ("b", "a"))]
    query = question("a.test", "A")
    for answers, outcome, most in (([many], Outcome.FOUND, 512), (loop, Outcome.SERVFAIL, 0)):
        made = dns.message.make_response(dns.message.make_query("a.test.", "A"))
        made.answer += answers
        decoded = decode(query, made.to_wire(max_size=65535))
        assert (decoded.outcome, len(decoded.records)) == (outcome, most)
        assert decoded.reason


async def test_a_zone_cannot_make_us_ask_at_private_addresses() -> None:
    resolver = SharedResolver([plain("127.0.0.1", 9)])
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1"):
        assert await resolver.for_check().ask_server(address, "a.test", "SOA") is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 60), st.integers(0, 255))
def test_no_bytes_can_break_the_reader(tail: bytes, place: int, value: int) -> None:
    made = dns.message.make_response(dns.message.make_query("a.test.", "MX"))
    made.answer.append(dns.rrset.from_text("a.test.", 60, "IN", "MX", "10 mx.a.test.", "20 mx.b.test."))
    wire = bytearray(made.to_wire())
    wire[12 + place % (len(wire) - 12)] = value
    for mangled in (bytes(wire), bytes(wire[: 12 + place]) + tail, tail):
        assert isinstance(decode(question("a.test", "MX"), mangled).outcome, Outcome)


def test_servers_are_named_as_people_name_them(tmp_path) -> None:
    assert nameserver("192.0.2.1") == Nameserver("192.0.2.1", 53)
    assert nameserver("192.0.2.1:5353") == Nameserver("192.0.2.1", 5353)
    assert nameserver("2001:db8::1") == Nameserver("2001:db8::1", 53)
    assert nameserver("[2001:db8::1]:5353") == Nameserver("2001:db8::1", 5353)
    file = tmp_path / "resolv.conf"
    file.write_text("# ours\nsearch lan\nnameserver 192.0.2.53\nnameserver 2001:db8::53\n")
    assert system_nameservers(file) == (Nameserver("192.0.2.53"), Nameserver("2001:db8::53"))
    assert system_nameservers(tmp_path / "none") == (Nameserver("127.0.0.1"),)

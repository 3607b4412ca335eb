"""The DNS server answers as a validating resolver does."""

import asyncio

import dns.asyncquery
import dns.asyncresolver
import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import pytest

from bot.workspace.dns import DnsServer, Zones

ZONES = Zones(
    {
        "imone.example": [
            {"SOA": "ns.imone.example. tech.imone.example. 7 7200 3600 1209600 300"},
            {"MX": [10, "mail.imone.example"]},
            {"TXT": "v=spf1 ~all"},
        ],
        "www.imone.example": [{"CNAME": "web.host.example"}],
        "web.host.example": [{"A": "213.186.33.5"}],
        "loop.example": [{"CNAME": "loop.example"}],
        "long.example": [{"TXT": "x" * 600}, {"TXT": "y" * 3000}],
        "chunks.example": [{"TXT": ["v=spf1 ", "-all"]}],
        "*.wild.example": [{"A": "213.186.33.6"}],
        "a.wild.example": [{"TXT": "here"}],
        "silent.example": ["TIMEOUT"],
        "*.silent.example": ["TIMEOUT"],
        "half.example": [{"A": "213.186.33.7"}, "SERVFAIL"],
        "refused.example": ["REFUSED"],
        "signed.example": [{"A": "213.186.33.8"}, "SECURE"],
        "bogus.example": [{"A": "213.186.33.9"}, "BOGUS"],
        "out.signed.example": [{"CNAME": "www.imone.example"}],
    }
)


@pytest.fixture
async def server():
    async with DnsServer(ZONES) as dns_server:
        yield dns_server


async def ask(server: DnsServer, name: str, type: str, *, tcp: bool = False, flags: int = 0, edns: int = 0):
    query = dns.message.make_query(name, type, use_edns=edns)
    query.flags |= flags
    send = dns.asyncquery.tcp if tcp else dns.asyncquery.udp
    return await send(query, server.host, timeout=1, port=server.port)


async def test_records_are_found_and_recursion_is_offered(server):
    reply = await ask(server, "IMONE.example", "MX")
    assert reply.answer[0][0].to_text().lower() == "10 mail.imone.example."
    assert reply.flags & dns.flags.RA


async def test_an_alias_is_followed(server):
    reply = await ask(server, "www.imone.example", "A")
    assert [rrset.to_text().split(" ", 3)[3] for rrset in reply.answer] == ["CNAME web.host.example.", "A 213.186.33.5"]


async def test_a_loop_of_aliases_is_servfail(server):
    assert (await ask(server, "loop.example", "A")).rcode() == dns.rcode.SERVFAIL


@pytest.mark.parametrize(
    ("name", "type", "rcode"),
    [
        ("imone.example", "AAAA", dns.rcode.NOERROR),
        ("_dmarc.imone.example", "TXT", dns.rcode.NXDOMAIN),
        ("host.example", "A", dns.rcode.NOERROR),
        ("nowhere.test", "A", dns.rcode.NXDOMAIN),
        ("half.example", "TXT", dns.rcode.SERVFAIL),
        ("half.example", "A", dns.rcode.NOERROR),
        ("refused.example", "TXT", dns.rcode.REFUSED),
    ],
)
async def test_no_such_name_differs_from_no_such_record_and_from_failure(server, name, type, rcode):
    reply = await ask(server, name, type)
    assert reply.rcode() == rcode


async def test_nothing_found_carries_the_zones_soa(server):
    reply = await ask(server, "_dmarc.imone.example", "TXT")
    assert reply.authority[0].name.to_text() == "imone.example."
    assert reply.authority[0][0].serial == 7


async def test_long_texts_come_in_strings_of_255_bytes_and_over_tcp(server):
    truncated = await ask(server, "long.example", "TXT", edns=0)
    assert truncated.flags & dns.flags.TC
    assert not truncated.answer
    whole = await ask(server, "long.example", "TXT", tcp=True)
    assert sorted(len(rdata.strings) for rdata in whole.answer[0]) == [3, 12]
    assert max(len(string) for rdata in whole.answer[0] for string in rdata.strings) == 255


async def test_given_strings_stay_apart(server):
    reply = await ask(server, "chunks.example", "TXT")
    assert reply.answer[0][0].strings == (b"v=spf1 ", b"-all")


async def test_a_wildcard_answers_for_what_is_not_there_only(server):
    reply = await ask(server, "b.c.wild.example", "A")
    assert reply.answer[0].name.to_text() == "b.c.wild.example."
    assert not (await ask(server, "a.wild.example", "A")).answer


@pytest.mark.parametrize("name", ["silent.example", "_dmarc.silent.example"])
async def test_silence_is_kept(server, name):
    with pytest.raises(dns.exception.Timeout):
        await ask(server, name, "TXT")


async def test_validated_answers_say_so_to_who_asks(server):
    answer = await ask(server, "signed.example", "A", flags=dns.flags.AD)
    assert answer.flags & dns.flags.AD
    assert not (await ask(server, "signed.example", "A")).flags & dns.flags.AD
    assert not (await ask(server, "imone.example", "MX", flags=dns.flags.AD)).flags & dns.flags.AD


async def test_an_alias_out_of_a_signed_zone_is_not_validated(server):
    reply = await ask(server, "out.signed.example", "A", flags=dns.flags.AD)
    assert reply.answer
    assert not reply.flags & dns.flags.AD


async def test_a_broken_signature_fails_unless_checking_is_disabled(server):
    failed = await ask(server, "bogus.example", "A")
    assert failed.rcode() == dns.rcode.SERVFAIL
    assert [option.code for option in failed.options] == [dns.edns.EDECode.DNSSEC_BOGUS]
    assert (await ask(server, "bogus.example", "A", flags=dns.flags.CD)).answer


async def test_a_delay_holds_up_each_answer_but_not_one_another():
    async with DnsServer(ZONES, delay=0.2) as server:
        await asyncio.gather(*(ask(server, "imone.example", "MX") for _ in range(5)))
        assert server.queries == server.most_in_flight == 5


async def test_what_was_asked_is_counted(server):
    await ask(server, "imone.example", "MX")
    await ask(server, "www.imone.example", "A", tcp=True)
    assert [(question.name, question.type, question.over_tcp) for question in server.asked] == [
        ("imone.example", "MX", False),
        ("www.imone.example", "A", True),
    ]


async def test_garbage_is_ignored(server):
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"\x00garbage", (server.host, server.port))
    assert (await ask(server, "imone.example", "MX")).answer


@pytest.mark.parametrize("entry", ["NEVER", {"MX": "ten mail"}, {"A": "1.2.3"}, {"A": "1.2.3.4", "TXT": "x"}, 7])
def test_zone_data_that_cannot_be_read_is_named(entry):
    with pytest.raises(ValueError, match=r"^imone\.example: "):
        Zones({"imone.example": [entry]})

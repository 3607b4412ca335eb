"""The zone's name servers, by what the DNS shows of them and by what they say themselves."""

import pytest

from bot.domains.checks import nameservers
from bot.domains.net.resolver import SharedResolver
from bot.domains.net.resolver.servers import plain
from bot.domains.shared.look import Look
from bot.domains.values import Options
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, codes

B = f"ns2.{DOMAIN}"


def zone(**hosts: list) -> Data:
    data: Data = {DOMAIN: [{"NS": f"{name}.{DOMAIN}"} for name in hosts]}
    return data | {f"{name}.{DOMAIN}": entries for name, entries in hosts.items()}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "185.5.53.1"}]), {"nameservers-ok"}),
        (zone(ns1=[{"A": "79.98.25.1"}]), {"nameservers-single"}),
        (zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "79.98.25.9"}]), {"nameservers-ok", "nameservers-one-network"}),
        (zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "79.98.25.1"}]), {"nameservers-one-address"}),
        (zone(ns1=[{"A": "79.98.25.1"}], ns2=[]), {"nameservers-some-unresolved"}),
        (zone(ns1=[], ns2=[]), {"nameservers-unresolved"}),
        (zone(ns1=[{"A": "10.0.0.1"}], ns2=[{"A": "10.0.0.2"}]), {"nameservers-private", "nameservers-one-network"}),
        (zone(ns1=[{"A": "10.0.0.1"}], ns2=[{"A": "79.98.25.1"}]), {"nameservers-some-private"}),
        (zone(ns1=[{"CNAME": B}], ns2=[{"A": "79.98.25.1"}]), {"nameservers-alias", "nameservers-one-address"}),
        (zone(ns1=[{"A": "79.98.25.1"}], ns2=["TIMEOUT"]), {"nameservers-host-unknown"}),
        ({DOMAIN: ["REFUSED"]}, {"nameservers-unknown"}),
        ({DOMAIN: [{"A": "79.98.25.1"}]}, {"nameservers-none"}),
    ],
)
async def test_each_fault_has_its_finding(data: Data, expected: set[str]) -> None:
    assert await codes(nameservers, data) == expected


async def test_a_name_inside_a_zone_has_the_name_servers_of_the_zone() -> None:
    data = zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "185.5.53.1"}]) | {f"a.b.{DOMAIN}": [{"A": "79.98.25.1"}]}
    assert await codes(nameservers, data, domain=f"a.b.{DOMAIN}") == {"nameservers-ok"}


async def test_servers_that_do_not_know_the_zone_or_are_behind_are_told() -> None:
    """Both servers stand on loopback, where the check would not go by itself; the port says that it may. A root server
    stands beside them: while it answers, silence is the servers' own."""
    serial = f"ns1.{DOMAIN} hostmaster.{DOMAIN} {{}} 7200 3600 1209600 300"
    root = {"a.root-servers.net": [{"A": "127.0.0.4"}]}
    world = zone(ns1=[{"A": "127.0.0.2"}], ns2=[{"A": "127.0.0.3"}])
    newer, older = Zones({DOMAIN: [{"SOA": serial.format(2)}]}), Zones({DOMAIN: [{"SOA": serial.format(1)}]})
    refusing, silent = Zones({DOMAIN: ["REFUSED"]}), Zones({DOMAIN: ["TIMEOUT"]})
    async with (
        DnsServer(Zones(world | root)) as recursive,
        DnsServer(newer, host="127.0.0.2", authoritative=True) as first,
        DnsServer(newer, host="127.0.0.3", port=first.port, authoritative=True) as second,
        DnsServer(Zones({}), host="127.0.0.4", port=first.port),
    ):

        async def codes_of(zones: Zones, *, authoritative: bool = True) -> set[str]:
            second.zones, second.authoritative = zones, authoritative
            resolver = SharedResolver([plain(recursive.host, recursive.port)], timeout=0.2, authority_port=first.port)
            view = resolver.for_check()
            findings = await nameservers.check(Look(DOMAIN, view, Options()))
            view.close()
            await resolver.close()
            return {finding.code.removeprefix("nameservers-") for finding in findings} - {"private", "one-network"}

        assert await codes_of(newer) == set()
        assert await codes_of(older) == {"serials"}
        assert await codes_of(refusing) == {"lame"}
        assert await codes_of(newer, authoritative=False) == {"not-authoritative"}
        assert await codes_of(silent) == {"silent"}
        first.zones = silent
        assert await codes_of(silent) == {"silent"}
        recursive.zones = Zones(world)
        assert await codes_of(silent) == set(), "without a way out nothing can be said of the servers"


async def test_a_server_that_does_not_answer_over_tcp_is_told() -> None:
    """RFC 7766, 5. Where no server answers over TCP, the root server must."""
    soa = Zones({DOMAIN: [{"SOA": f"ns1.{DOMAIN} hostmaster.{DOMAIN} 1 7200 3600 1209600 300"}]})
    root = {"a.root-servers.net": [{"A": "127.0.0.4"}]}
    world = zone(ns1=[{"A": "127.0.0.2"}], ns2=[{"A": "127.0.0.3"}]) | root
    for whole, expected in (((True, True), set()), ((True, False), {"ns2"}), ((False, False), {"ns1", "ns2"})):
        async with (
            DnsServer(Zones(world)) as recursive,
            DnsServer(soa, host="127.0.0.2", authoritative=True, tcp=whole[0]) as first,
            DnsServer(soa, host="127.0.0.3", port=first.port, authoritative=True, tcp=whole[1]),
            DnsServer(Zones({}), host="127.0.0.4", port=first.port),
        ):
            resolver = SharedResolver([plain(recursive.host, recursive.port)], timeout=1, authority_port=first.port)
            findings = await nameservers.check(Look(DOMAIN, resolver.for_check(), Options()))
            await resolver.close()
        hosts = [fact.value for f in findings if f.code == "nameservers-no-tcp" for fact in f.facts]
        assert {name.split(".")[0] for text in hosts for name in str(text).split(", ")} == expected


@pytest.mark.parametrize("word", ["SERVFAIL", "TIMEOUT"])
async def test_servers_that_answer_nobody(word: str) -> None:
    """The resolver answers for the root and not for the domain. A zone that is only bogus is another matter."""
    assert await codes(nameservers, {DOMAIN: [word]}) == {"nameservers-all-silent"}
    assert await codes(nameservers, {DOMAIN: ["BOGUS"]}) == {"nameservers-unknown"}
    assert await codes(nameservers, {DOMAIN: [word], ".": [word], "example": [word]}) == {"nameservers-unknown"}


async def test_the_servers_are_left_alone_without_network() -> None:
    data = zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "185.5.53.1"}])
    assert await codes(nameservers, data, network=False) == {"nameservers-ok"}


@pytest.mark.parametrize(
    ("soa", "expected"),
    [
        ("1 7200 900 1209600 86400", set()),
        ("2026102701 86400 3600 3600000 300", set()),
        ("2396172841 10000 2400 604800 1800", set()),
        ("1 3600 7200 1209600 300", {"nameservers-soa-retry"}),
        ("1 7200 3600 86400 300", {"nameservers-soa-expire"}),
        ("1 1209600 604800 1209600 300", {"nameservers-soa-expire"}),
        ("1 7200 3600 1209600 172800", {"nameservers-soa-minimum"}),
        ("2091010101 7200 3600 1209600 300", {"nameservers-soa-serial"}),
        ("2026990101 7200 3600 1209600 300", set()),
    ],
    ids=[
        "as Route 53 sets it",
        "as OVHcloud sets it",
        "as Cloudflare sets it",
        "retry later than refresh",
        "expires in a day",
        "expires before the second try",
        "no for two days",
        "a date to come",
        "a number that is no date",
    ],
)
async def test_an_soa_record_that_works_against_its_zone_is_a_notice(soa: str, expected: set[str]) -> None:
    """RFC 1912, 2.2 and RFC 2308, 5."""
    data = zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "185.5.53.1"}])
    data[DOMAIN].append({"SOA": f"ns1.{DOMAIN} hostmaster.{DOMAIN} {soa}"})
    assert await codes(nameservers, data) == {"nameservers-ok"} | expected

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
        ({DOMAIN: ["SERVFAIL"]}, {"nameservers-unknown"}),
        ({DOMAIN: [{"A": "79.98.25.1"}]}, {"nameservers-none"}),
    ],
)
async def test_each_fault_has_its_finding(data: Data, expected: set[str]) -> None:
    assert await codes(nameservers, data) == expected


async def test_a_name_inside_a_zone_has_the_name_servers_of_the_zone() -> None:
    data = zone(ns1=[{"A": "79.98.25.1"}], ns2=[{"A": "185.5.53.1"}]) | {f"a.b.{DOMAIN}": [{"A": "79.98.25.1"}]}
    assert await codes(nameservers, data, domain=f"a.b.{DOMAIN}") == {"nameservers-ok"}


async def test_servers_that_do_not_know_the_zone_or_are_behind_are_told() -> None:
    """Both servers stand on loopback, where the check would not go by itself; the port says that it may."""
    serial = f"ns1.{DOMAIN} hostmaster.{DOMAIN} {{}} 7200 3600 1209600 300"
    world = zone(ns1=[{"A": "127.0.0.2"}], ns2=[{"A": "127.0.0.3"}])
    known = Zones({DOMAIN: [{"SOA": serial.format(2)}]})
    async with (
        DnsServer(Zones(world)) as recursive,
        DnsServer(known, host="127.0.0.2") as first,
        DnsServer(known, host="127.0.0.3", port=first.port) as second,
    ):
        for entries, expected in (
            ([{"SOA": serial.format(2)}], set()),
            ([{"SOA": serial.format(1)}], {"nameservers-serials"}),
            (["REFUSED"], {"nameservers-lame"}),
            (["TIMEOUT"], {"nameservers-silent"}),
        ):
            second.zones = Zones({DOMAIN: entries})
            world_resolver = plain(recursive.host, recursive.port)
            resolver = SharedResolver([world_resolver], timeout=0.2, authority_port=first.port)
            view = resolver.for_check()
            found = await nameservers.check(Look(DOMAIN, view, Options()))
            view.close()
            await resolver.close()
            private = {"nameservers-private", "nameservers-one-network"}
            assert {one.code for one in found} - private == expected


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

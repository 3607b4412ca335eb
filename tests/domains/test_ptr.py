"""Reverse DNS of mail servers: there, confirmed, chosen."""

import ipaddress

import pytest

from bot.domains.checks import ptr
from bot.domains.knowledge.generic_names import generic
from tests.domains.checking import DOMAIN, Data, codes, run

REVERSE = "7.54.5.185.in-addr.arpa"


def own_server(*, spf: str = "v=spf1 include:other.example -all", **extra: list) -> Data:
    return {
        DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}, {"TXT": spf}],
        f"mail.{DOMAIN}": [{"A": "185.5.54.7"}],
        **extra,
    }


async def test_a_name_that_points_back_is_right() -> None:
    assert await codes(ptr, own_server(**{REVERSE: [{"PTR": f"mail.{DOMAIN}"}]})) == {"ptr-ok"}


async def test_a_server_of_ones_own_without_a_name_is_told_which_record_its_provider_must_create() -> None:
    (finding,) = await run(ptr, own_server())
    assert finding.code == "ptr-missing"
    assert [(record.name, record.type, record.value) for record in finding.publish] == [
        (REVERSE, "PTR", f"mail.{DOMAIN}.")
    ]


@pytest.mark.parametrize("spf", ["v=spf1 ip4:185.5.54.0/24 -all", "v=spf1 mx ~all"])
async def test_it_is_an_error_where_spf_says_that_the_server_sends(spf: str) -> None:
    assert await codes(ptr, own_server(spf=spf)) == {"ptr-missing-sender"}


async def test_an_address_from_a_bounce_counts_as_a_sender() -> None:
    data = own_server(**{REVERSE: [{"PTR": f"mail.{DOMAIN}"}]})
    findings = await run(ptr, data, sender_ip="185.5.54.99")
    assert {finding.code for finding in findings} == {"ptr-missing-sender"}
    assert "185.5.54.99" in {fact.value for fact in findings[0].facts}


async def test_a_name_that_does_not_point_back_is_unconfirmed() -> None:
    data = own_server(**{REVERSE: [{"PTR": "host.isp.example"}], "host.isp.example": [{"A": "185.5.54.8"}]})
    assert await codes(ptr, data) == {"ptr-unconfirmed"}


async def test_a_name_of_an_access_line_is_generic() -> None:
    name = "ip-185-5-54-7.isp.example"
    data = own_server(**{REVERSE: [{"PTR": name}], name: [{"A": "185.5.54.7"}]})
    assert await codes(ptr, data) == {"ptr-generic"}


async def test_several_names_are_worth_a_notice() -> None:
    data = own_server(
        **{REVERSE: [{"PTR": f"mail.{DOMAIN}"}, {"PTR": f"www.{DOMAIN}"}], f"www.{DOMAIN}": [{"A": "185.5.54.7"}]}
    )
    assert await codes(ptr, data) == {"ptr-several"}


async def test_trouble_of_a_known_service_is_no_more_than_a_notice() -> None:
    data = {DOMAIN: [{"MX": [1, "mx0.mail.ovh.net"]}], "mx0.mail.ovh.net": [{"A": "178.32.124.206"}]}
    assert await codes(ptr, data) == {"ptr-missing-provider"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown_never_missing(word: str) -> None:
    assert await codes(ptr, own_server(**{REVERSE: [word]})) == {"ptr-unknown"}
    assert await codes(ptr, {DOMAIN: [word]}) == {"ptr-unknown"}
    named = own_server(**{REVERSE: [{"PTR": "host.isp.example"}], "host.isp.example": [word]})
    assert await codes(ptr, named) == {"ptr-unknown"}


async def test_null_mx_needs_no_names_and_private_addresses_have_none() -> None:
    assert await codes(ptr, {DOMAIN: [{"MX": [0, "."]}]}) == {"ptr-none-needed"}
    private = {DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}], f"mail.{DOMAIN}": [{"A": "192.168.1.5"}]}
    assert await codes(ptr, private) == {"ptr-no-address"}


async def test_a_domain_without_mx_is_checked_at_its_own_address() -> None:
    data = {DOMAIN: [{"A": "185.5.54.7"}], REVERSE: [{"PTR": DOMAIN}]}
    assert await codes(ptr, data) == {"ptr-ok"}


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("203-0-113-7.pool.isp.example", "203.0.113.7", True),
        ("7.113.0.203.isp.example", "203.0.113.7", True),
        ("cb007107.isp.example", "203.0.113.7", True),
        ("ns31.ip-51-38-1.eu", "51.38.1.77", True),
        ("dynamic.isp.example", "203.0.113.7", True),
        ("mail.imone.example", "203.0.113.7", False),
        ("mx1.mail-out2.example", "203.0.113.7", False),
        ("mail-db5eur01on1022.inbound.protection.outlook.com", "52.101.73.7", False),
        ("dynamics.example", "203.0.113.7", False),
        ("2a02-4780-0-0-0-0-0-25.isp.example", "2a02:4780::25", False),
        ("2a02478000000000000000000000abcd.isp.example", "2a02:4780::abcd", True),
    ],
)
def test_generic_names(name: str, address: str, expected: bool) -> None:
    assert generic(name, ipaddress.ip_address(address)) is expected

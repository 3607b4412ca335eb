"""Where mail is delivered: every fault of MX records that a sender would meet."""

import pytest

from bot.domains.checks import mx
from tests.domains.checking import DOMAIN, Data, codes, run

PUBLIC = "185.5.54.7"


def to(*hosts: str, **addresses: str) -> Data:
    """MX records in this order, `host=address` for those that have one."""
    data: Data = {DOMAIN: [{"MX": [10 * place, host]} for place, host in enumerate(hosts, 1)]}
    return data | {f"{name}.{DOMAIN}": [{"A": address}] for name, address in addresses.items()}


ONE, TWO = f"mx1.{DOMAIN}", f"mx2.{DOMAIN}"
OVH = {f"mx{n}.mail.ovh.net": [{"A": f"178.32.124.{n}"}] for n in range(5)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (to(ONE, TWO, mx1=PUBLIC, mx2="79.98.28.5"), {"mx-ok"}),
        ({DOMAIN: [{"MX": [0, "."]}]}, {"mx-null"}),
        ({DOMAIN: [{"MX": [10, "."]}]}, {"mx-null-preference"}),
        ({DOMAIN: [{"MX": [0, "."]}, {"MX": [10, ONE]}], ONE: [{"A": PUBLIC}]}, {"mx-null-beside"}),
        ({DOMAIN: [{"TXT": "x"}]}, {"mx-missing"}),
        ({DOMAIN: [{"A": PUBLIC}]}, {"mx-implicit"}),
        ({DOMAIN: [{"A": "10.0.0.1"}]}, {"mx-private"}),
        (to(PUBLIC), {"mx-literal"}),
        (to(ONE), {"mx-unresolved"}),
        (to(ONE, TWO, mx2=PUBLIC), {"mx-some-unresolved"}),
        (to(ONE, mx1="192.168.1.5"), {"mx-private"}),
        (to(ONE, TWO, mx1="127.0.0.1", mx2=PUBLIC), {"mx-some-private"}),
        (to(ONE) | {ONE: [{"CNAME": TWO}], TWO: [{"A": PUBLIC}]}, {"mx-alias"}),
        (to(ONE) | {ONE: [{"CNAME": TWO}]}, {"mx-alias", "mx-unresolved"}),
        (to(ONE) | {ONE: [{"AAAA": "2a02:4780::1"}]}, {"mx-ipv6-only"}),
        (to(ONE, ONE, mx1=PUBLIC), {"mx-ok", "mx-duplicate"}),
        ({DOMAIN: ["TIMEOUT"]}, {"mx-unknown"}),
        ({DOMAIN: ["SERVFAIL"]}, {"mx-unknown"}),
        (to(ONE) | {ONE: ["TIMEOUT"]}, {"mx-host-unknown"}),
        (to(ONE, TWO, mx1=PUBLIC) | {TWO: ["SERVFAIL"]}, {"mx-host-unknown"}),
    ],
)
async def test_each_fault_has_its_finding(data: Data, expected: set[str]) -> None:
    assert await codes(mx, data) == expected


def ovh(*preferences: int) -> Data:
    return {DOMAIN: [{"MX": [preference, f"mx{n}.mail.ovh.net"]} for n, preference in enumerate(preferences)], **OVH}


@pytest.mark.parametrize(
    ("preferences", "expected"),
    [
        ((1, 5, 50, 100, 200), {"mx-ok"}),
        ((1, 5, 50, 100), {"mx-ok"}),
        ((10, 20, 30, 40), {"mx-ok"}),
        ((100, 50, 5, 1), {"mx-priorities"}),
        ((10, 10, 10, 10), {"mx-ok", "mx-priorities-flat"}),
        ((1, 5), {"mx-ok", "mx-incomplete"}),
    ],
)
async def test_a_providers_set_is_held_to_its_order_not_to_its_numbers(
    preferences: tuple[int, ...], expected: set[str]
) -> None:
    findings = await run(mx, ovh(*preferences))
    assert {each.code for each in findings} == expected
    for finding in findings:
        if finding.code != "mx-ok":
            assert [record.value for record in finding.publish][:2] == ["1 mx0.mail.ovh.net.", "5 mx1.mail.ovh.net."]


async def test_a_domain_without_mail_is_told_the_records_of_the_supported_provider() -> None:
    (finding,) = await run(mx, {DOMAIN: [{"A": PUBLIC}]}, supported_provider="ovh")
    assert finding.publish[0].value == "1 mx0.mail.ovh.net."


async def test_a_hundred_hosts_are_not_all_looked_at() -> None:
    hosts = [f"h{number}.{DOMAIN}" for number in range(100)]
    data: Data = {DOMAIN: [{"MX": [10, host]} for host in hosts], **{host: [{"A": PUBLIC}] for host in hosts}}
    assert "mx-many" in await codes(mx, data)


@pytest.mark.parametrize("wildcard", [False, True])
@pytest.mark.parametrize("host", ["mx1.forwardemail.net", "smtp.google.com", f"mail.{DOMAIN}"])
async def test_a_host_with_the_zones_name_appended_lacks_its_final_dot(host: str, wildcard: bool) -> None:
    data: Data = {DOMAIN: [{"MX": [10, f"{host}.{DOMAIN}"]}]}
    if wildcard:
        data[f"*.{DOMAIN}"] = [{"A": "185.5.54.1"}]
    (finding,) = await run(mx, data)
    assert finding.code == "mx-missing-dot"
    assert [record.value for record in finding.publish] == [f"10 {host}."]


async def test_an_own_host_whose_name_holds_other_labels_is_right() -> None:
    assert await codes(mx, {DOMAIN: [{"MX": [10, f"mx.net.{DOMAIN}"]}], f"mx.net.{DOMAIN}": [{"A": "185.5.54.1"}]}) == {
        "mx-ok"
    }


async def test_a_record_that_only_proves_whose_the_domain_is_is_no_dead_host() -> None:
    """Google: https://support.google.com/a/answer/183895; Microsoft 365 has ms12345678.msv1.invalid."""
    data: Data = {
        DOMAIN: [
            {"MX": [1, "smtp.google.com"]},
            {"MX": [15, "2432ozecefk76ik4.mx-verification.google.com"]},
            {"MX": [32767, "ms12345678.msv1.invalid"]},
        ],
        "smtp.google.com": [{"A": "142.251.168.26"}],
    }
    assert await codes(mx, data) == {"mx-ok"}

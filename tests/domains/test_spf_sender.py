"""The record that would let a refused address send."""

from bot.domains.checks import provider, spf
from bot.domains.values import Finding
from tests.domains.checking import DOMAIN, Data, codes, run

OURS = "188.165.33.10"
OVH = {
    "mx0.mail.ovh.net": [{"A": "178.32.124.206"}],
    "mx.ovh.com": [{"TXT": f"v=spf1 ip4:{OURS} ?all"}],
}


def at_ovh(record: str) -> Data:
    return {**OVH, DOMAIN: [{"MX": [1, "mx0.mail.ovh.net"]}, {"TXT": record}]}


async def refused(record: str, ip: str) -> Finding:
    findings = await run(spf, at_ovh(record), sender_ip=ip)
    return next(finding for finding in findings if finding.code == "spf-sender-fail")


async def test_a_service_that_covers_the_address_is_included() -> None:
    finding = await refused("v=spf1 ip4:185.5.54.77 -all", OURS)
    assert finding.publish[0].value == "v=spf1 include:mx.ovh.com ip4:185.5.54.77 -all"
    assert finding.evidence[0].value == "v=spf1 ip4:185.5.54.77 -all"


async def test_any_other_address_is_named_itself() -> None:
    finding = await refused("v=spf1 include:mx.ovh.com -all", "185.5.54.90")
    assert finding.publish[0].value == "v=spf1 ip4:185.5.54.90 include:mx.ovh.com -all"


async def test_mail_that_arrives_elsewhere_than_where_it_is_sent_from_looks_moved() -> None:
    data: Data = {DOMAIN: [{"MX": [10, "mail.senas.example"]}, {"TXT": "v=spf1 include:mx.ovh.com ~all"}]}
    assert "provider-moved" in await codes(provider, data)
    assert "provider-moved" not in await codes(provider, at_ovh("v=spf1 include:mx.ovh.com ~all"))

"""TLSA records: right, useless, broken, and only under DNSSEC of worth."""

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest

from bot.domains.checks import dane
from bot.domains.shared.look import Look
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, codes, resolver_at

DIGEST = "0d6fce320dbc5b2cf5fa3b0cb1f0c8ac6e9b3f4dd5a5c3c8e0c5f4d0a1b2c3d4"
GOOD = f"3 1 1 {DIGEST}"


def at(*records: str, secure: bool = True, **extra: list) -> Data:
    word = ["SECURE"] if secure else []
    return {
        DOMAIN: [{"MX": [10, f"mx1.{DOMAIN}"]}, {"MX": [20, f"mx2.{DOMAIN}"]}, *word],
        f"_25._tcp.mx1.{DOMAIN}": [{"TLSA": record} for record in records],
        f"_25._tcp.mx2.{DOMAIN}": [{"TLSA": GOOD}],
        **extra,
    }


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (GOOD, {"dane-ok"}),
        (f"2 0 1 {DIGEST}", {"dane-ok"}),
        (f"3 1 2 {DIGEST}{DIGEST}", {"dane-ok"}),
        (f"3 0 0 {DIGEST}", {"dane-malformed"}),
        (f"1 1 1 {DIGEST}", {"dane-unusable"}),
        (f"3 7 1 {DIGEST}", {"dane-unusable"}),
        (f"3 1 9 {DIGEST}", {"dane-unusable"}),
    ],
)
async def test_a_record_is_usable_or_not(record: str, expected: set[str]) -> None:
    assert await codes(dane, at(record)) - {"dane-no-rollover"} == expected


async def test_a_second_record_that_is_ready_lets_the_key_be_changed() -> None:
    """RFC 7671, 8: the next key's record, or its issuer's, stands beside the present one."""
    other = f"3 1 1 {DIGEST[::-1]}"
    hosts = {f"_25._tcp.mx2.{DOMAIN}": [{"TLSA": GOOD}, {"TLSA": other}]}
    assert await codes(dane, at(GOOD, **hosts)) == {"dane-ok", "dane-no-rollover"}
    for ready in (other, f"2 1 1 {DIGEST}"):
        assert await codes(dane, at(GOOD, ready, **hosts)) == {"dane-ok"}
    assert await codes(dane, at(f"2 1 1 {DIGEST}", **hosts)) == {"dane-ok"}


async def test_a_digest_of_the_wrong_length_is_told_as_found() -> None:
    """Such a record cannot be written down by a DNS library, only sent."""
    zones = Zones(at(GOOD))
    raw = dns.rdata.GenericRdata(dns.rdataclass.IN, dns.rdatatype.TLSA, bytes.fromhex(f"030101{DIGEST[2:]}"))
    name = dns.name.from_text(f"_25._tcp.mx1.{DOMAIN}")
    zones._records[name, dns.rdatatype.TLSA] = dns.rrset.from_rdata(name, 300, raw)
    async with DnsServer(zones) as server:
        resolver = resolver_at(server)
        report = await dane.check(Look(DOMAIN, resolver.for_check()))
        await resolver.close()
    assert [finding.code for finding in report] == ["dane-malformed"]
    assert DIGEST[2:] in report[0].evidence[0].value.replace(" ", "")


async def test_one_usable_record_beside_an_unusable_one_is_enough() -> None:
    assert await codes(dane, at(GOOD, f"0 0 1 {DIGEST}")) == {"dane-ok", "dane-no-rollover"}


async def test_without_dnssec_records_count_for_nothing() -> None:
    assert await codes(dane, at(GOOD, secure=False)) == {"dane-insecure"}
    outside = {
        DOMAIN: [{"MX": [10, "mx.serveris.example"]}],
        "_25._tcp.mx.serveris.example": [{"TLSA": GOOD}, "SECURE"],
    }
    assert await codes(dane, outside) == {"dane-insecure"}


async def test_a_server_without_records_leaves_a_way_round() -> None:
    data = at(GOOD)
    del data[f"_25._tcp.mx2.{DOMAIN}"]
    assert await codes(dane, data) == {"dane-partial"}


async def test_no_records_at_all_are_worth_a_notice() -> None:
    assert await codes(dane, {DOMAIN: [{"MX": [10, f"mx1.{DOMAIN}"]}]}) == {"dane-missing"}
    assert await codes(dane, {DOMAIN: [{"MX": [0, "."]}]}) == {"dane-not-needed"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown(word: str) -> None:
    assert await codes(dane, at(GOOD, **{f"_25._tcp.mx2.{DOMAIN}": [word]})) == {"dane-unknown"}
    assert await codes(dane, {DOMAIN: [word]}) == {"dane-unknown"}


async def test_a_broken_record_beside_a_good_one_stops_no_mail() -> None:
    """RFC 7672, 2.2: unusable records are left aside where another can be used."""
    assert await codes(dane, at(GOOD, f"3 0 0 {DIGEST}")) == {"dane-malformed-beside"}

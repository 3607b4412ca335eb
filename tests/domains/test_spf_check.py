"""What the SPF check says of a domain's record and of all that it includes."""

from typing import Any

import pytest

from bot.domains.checks import spf
from tests.domains.checking import DOMAIN, Data, codes, run

MX = {"MX": [10, f"mx.{DOMAIN}"]}
HOST = {f"mx.{DOMAIN}": [{"A": "185.5.54.7"}]}
GOOGLE = {"MX": [1, "smtp.google.com"]}
INCLUDED = {"a.test": [{"TXT": "v=spf1 ip4:185.5.54.0/24 ~all"}]}


def record(*texts: str, beside: Any = MX, **more: Any) -> Data:
    zones: Data = {DOMAIN: [beside, *({"TXT": text} for text in texts)], **HOST, **INCLUDED}
    return zones | {name.replace("_", "."): entry for name, entry in more.items()}


LIMIT = {f"s{n}.test": [{"TXT": "v=spf1 ip4:185.5.54.7 ~all"}] for n in range(12)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (record("v=spf1 mx include:a.test ~all", "google-site-verification=x"), {"spf-ok"}),
        (record("v=spf1 -all"), {"spf-nothing"}),
        (record("v=spf1 redirect=a.test"), {"spf-ok"}),
        (record(), {"spf-missing"}),
        (record(beside={"MX": [0, "."]}), {"spf-missing-unused"}),
        (record("v=spf1 mx -all", "v=spf1 a -all"), {"spf-several"}),
        (record("v=spf1 mx ip4:185.5.53.300 -all"), {"spf-syntax"}),
        (record("v=spf1 mx –all"), {"spf-not-ascii"}),
        (record('"v=spf1 include:a.test ~all"'), {"spf-misspelt"}),
        (record("v=spf1;include:a.test;~all"), {"spf-misspelt"}),
        (record("spf1 include:a.test ~all"), {"spf-misspelt"}),
        (record("v=spf1 include:gone.test ~all"), {"spf-include-missing"}),
        (record("v=spf1 redirect=gone.test"), {"spf-include-missing"}),
        (record("v=spf1 include:bad.test ~all", bad_test=[{"TXT": "v=spf1 oops ~all"}]), {"spf-include-broken"}),
        (
            record("v=spf1 include:two.test ~all", two_test=[{"TXT": "v=spf1"}, {"TXT": "v=spf1 a"}]),
            {"spf-include-broken"},
        ),
        (record("v=spf1 include:slow.test ~all", slow_test=["TIMEOUT"]), {"spf-include-unknown"}),
        (record("v=spf1 a:slow.test ~all", slow_test=["SERVFAIL"]), {"spf-include-unknown"}),
        (record(f"v=spf1 include:{DOMAIN} ~all"), {"spf-loop"}),
        (record("v=spf1 a:gone.test mx ~all"), {"spf-void"}),
        (record("v=spf1 a:x.gone.test a:y.gone.test mx:z.gone.test ~all"), {"spf-voids"}),
        (record("v=spf1 mx +all"), {"spf-all-pass"}),
        (record("v=spf1 mx all"), {"spf-all-pass"}),
        (record("v=spf1 mx ?all"), {"spf-ok", "spf-all-neutral"}),
        (record("v=spf1 mx"), {"spf-no-all"}),
        (record("v=spf1 mx ~all include:a.test"), {"spf-unreached"}),
        (record("v=spf1 mx ~all redirect=a.test"), {"spf-ok", "spf-redirect-ignored"}),
        (record("v=spf1 mx ptr ~all"), {"spf-ptr"}),
        (record("v=spf1 ip4:0.0.0.0/0 -all"), {"spf-wide"}),
        (record("v=spf1 mx ip4:192.168.1.1 ~all"), {"spf-ok", "spf-private"}),
        (record("v=spf1 mx mx ~all"), {"spf-ok", "spf-repeated"}),
        (record("v=spf1 include:a.test ~all", beside=GOOGLE), {"spf-provider-missing"}),
        ({DOMAIN: ["TIMEOUT"]}, {"spf-unknown"}),
        ({DOMAIN: [MX, "SERVFAIL"]}, {"spf-unknown"}),
        (record("v=spf1 " + " ".join(f"include:s{n}.test" for n in range(11)) + " ~all") | LIMIT, {"spf-lookups"}),
        (
            record("v=spf1 " + " ".join(f"include:s{n}.test" for n in range(10)) + " ~all") | LIMIT,
            {"spf-ok", "spf-lookups-near"},
        ),
        (record("v=spf1 include:%{d}.test exists:%{i}.test ~all"), {"spf-ok", "spf-own-hosts"}),
        (record("v=spf1 ip4:8.8.4.4 -all"), {"spf-ok", "spf-own-hosts"}),
        (record("v=spf1 all"), {"spf-all-pass"}),
    ],
)
async def test_each_fault_has_its_finding(data: Data, expected: set[str]) -> None:
    assert await codes(spf, data) == expected


@pytest.mark.parametrize(
    ("data", "better"),
    [
        (record(), "v=spf1 mx ~all"),
        (record(beside={"MX": [0, "."]}), "v=spf1 -all"),
        (record(beside={"MX": [1, "mx1.mail.ovh.net"]}), "v=spf1 include:mx.ovh.com ~all"),
        (record("v=spf1 include:mx.ovh.com ~all", "v=spf1 mx -all"), "v=spf1 include:mx.ovh.com mx ~all"),
        (record("v=spf1 mx ip4:185.5.53.30~all"), "v=spf1 mx ip4:185.5.53.30 ~all"),
        (record('"v=spf1; include:a.test; ~all"'), "v=spf1 include:a.test ~all"),
        (record("v=spf1 mx +all"), "v=spf1 mx ~all"),
        (record("v=spf1 mx ~all include:a.test"), "v=spf1 mx include:a.test ~all"),
        (record("v=spf1 include:gone.test mx -all"), "v=spf1 mx -all"),
        (record("v=spf1 a:gone.test mx -all"), "v=spf1 mx -all"),
        (record("v=spf1 mx -all", beside=GOOGLE), "v=spf1 include:_spf.google.com mx -all"),
    ],
)
async def test_the_record_to_publish_keeps_what_was_right(data: Data, better: str) -> None:
    (finding,) = await run(spf, data)
    assert [(each.name, each.type, each.value) for each in finding.publish] == [(DOMAIN, "TXT", better)]


async def test_the_cost_of_each_term_is_told_dearest_first() -> None:
    terms = " ".join(f"include:s{n}.test" for n in range(9))
    data = record(
        f"v=spf1 mx include:deep.test {terms} ~all", deep_test=[{"TXT": "v=spf1 include:s10.test a:a.test ?all"}]
    )
    lookups = next(each for each in await run(spf, data | LIMIT) if each.code == "spf-lookups")
    facts = {fact.name: fact.value for fact in lookups.facts}
    assert facts["lookups"] == 13
    assert str(facts["costs"]).startswith("include:deep.test (3), mx (1), include:s0.test (1)")


@pytest.mark.parametrize(
    ("ip", "code"),
    [("185.5.54.9", "spf-sender-pass"), ("79.98.28.1", "spf-sender-softfail"), ("2a02::1", "spf-sender-softfail")],
)
async def test_an_address_is_judged_with_the_term_that_decides(ip: str, code: str) -> None:
    findings = await run(spf, record("v=spf1 include:a.test ~all"), sender_ip=ip)
    (judged,) = [finding for finding in findings if finding.code.startswith("spf-sender")]
    assert judged.code == code
    if code == "spf-sender-pass":
        assert ("term", "include:a.test") in [(fact.name, fact.value) for fact in judged.facts]


async def test_a_fail_is_an_error_for_the_address_that_was_asked_about() -> None:
    assert "spf-sender-fail" in await codes(spf, record("v=spf1 mx -all"), sender_ip="79.98.28.1")
    assert "spf-sender-undecided" in await codes(spf, record("v=spf1 oops -all"), sender_ip="79.98.28.1")


NETS = {"_spf.google.com": [{"TXT": "v=spf1 ip4:64.233.160.0/19 ip4:74.125.0.0/16 ip6:2001:4860:4000::/36 ~all"}]}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("v=spf1 ip4:64.233.160.0/19 ip4:74.125.0.0/16 ~all", {}),
        ("v=spf1 include:own.example ~all", {"own.example": [{"CNAME": "_spf.google.com"}]}),
        ("v=spf1 redirect=own.example", {"own.example": [{"TXT": "v=spf1 redirect=_spf.google.com"}]}),
        ("v=spf1 exists:%{i}.own.example ~all", {"*.own.example": [{"A": "127.0.0.2"}]}),
    ],
)
async def test_a_provider_may_be_named_by_what_it_sends_from(text: str, more: Data) -> None:
    assert "spf-provider-missing" not in await codes(spf, {**record(text, beside=GOOGLE), **NETS, **more})


async def test_a_small_part_of_the_providers_networks_is_not_the_provider() -> None:
    data = {**record("v=spf1 ip4:185.5.54.7 ip4:64.233.160.1 ~all", beside=GOOGLE), **NETS}
    assert await codes(spf, data) == {"spf-provider-missing"}


async def test_what_a_reseller_includes_is_enough_for_the_service_it_sells() -> None:
    """GoDaddy sells Microsoft 365 under its own SPF term."""
    outlook = {"MX": [0, "imone-example.mail.protection.outlook.com"]}
    seller = {"secureserver.net": [{"TXT": "v=spf1 ip4:185.5.54.0/24 -all"}]}
    assert await codes(spf, {**record("v=spf1 include:secureserver.net -all", beside=outlook), **seller}) == {"spf-ok"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mx include:_spf.gogle.com -all", "mx include:_spf.google.com -all"),
        ("include:spf.google.com ~all", "include:_spf.google.com ~all"),
        (f"include:_spf.google.com.{DOMAIN} -all", "include:_spf.google.com -all"),
        ("mx include:spf.protection.outlok.com -all", "mx include:spf.protection.outlook.com -all"),
        ("mx include:gone.test -all", "mx -all"),
        ("mx include=_spf.google.com -all", "mx include:_spf.google.com -all"),
        ("mx ip4=192.0.2.1 -all", "mx ip4:192.0.2.1 -all"),
        ("mx include:info@_spf.google.com -all", "mx include:_spf.google.com -all"),
    ],
)
async def test_a_mistyped_include_becomes_the_one_that_was_meant(written: str, meant: str) -> None:
    """RFC 7208, 5.2 (an include without a record is a permerror) and 6 (an unknown modifier is ignored)."""
    world: Data = {
        DOMAIN: [{"TXT": f"v=spf1 {written}"}, {"MX": [10, DOMAIN]}, {"A": "185.5.54.7"}],
        "_spf.google.com": [{"TXT": "v=spf1 ip4:35.190.247.0/24 ~all"}],
        "spf.protection.outlook.com": [{"TXT": "v=spf1 ip4:40.92.0.0/15 -all"}],
    }
    findings = await run(spf, world)
    (finding,) = [each for each in findings if each.code in ("spf-include-missing", "spf-equals")]
    assert [record.value for record in finding.publish] == [f"v=spf1 {meant}"]

"""DMARC by RFC 9989: discovery by the tree walk, policies, reports."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.checks import dmarc
from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.dmarc.discovery import walk
from bot.domains.standards.dmarc.record import changed, is_dmarc, read
from tests.domains.checking import DOMAIN, Data, codes, run

KEYS = {f"s1._domainkey.{DOMAIN}": [{"TXT": "v=DKIM1; p="}]}


def at(*records: str, domain: str = DOMAIN, **extra: list) -> Data:
    """A domain that receives, has SPF and a key, and these records."""
    own: Data = {domain: [{"MX": [10, "mail.serveris.example"]}, {"TXT": "v=spf1 mx -all"}], **KEYS}
    own[f"s1._domainkey.{domain}"] = [{"TXT": "v=DKIM1; p="}]
    own[f"_dmarc.{domain}"] = [{"TXT": record} for record in records]
    return {**own, **extra}


RUA = f"rua=mailto:dmarc@{DOMAIN}"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (f"v=DMARC1; p=reject; {RUA}", {"dmarc-ok"}),
        (f"v=DMARC1;p=quarantine;{RUA};", {"dmarc-ok"}),
        (f"v = DMARC1 ; P = Reject ; {RUA}", {"dmarc-ok"}),
        (f"v=DMARC1; p=none; {RUA}", {"dmarc-monitoring"}),
        ("v=DMARC1; p=none", {"dmarc-unprotected"}),
        ("v=DMARC1; p=reject", {"dmarc-ok", "dmarc-no-reports"}),
        (f"v=DMARC1; p=reject; sp=none; {RUA}", {"dmarc-ok", "dmarc-subdomains-open"}),
        (f"v=DMARC1; p=reject; np=none; {RUA}", {"dmarc-ok", "dmarc-subdomains-open"}),
        (f"v=DMARC1; p=reject; t=y; {RUA}", {"dmarc-testing"}),
        (f"v=DMARC1; p=reject; pct=50; rf=afrf; ri=3600; {RUA}", {"dmarc-ok", "dmarc-obsolete"}),
        (f"v=DMARC1; p=reject; adkim=s; {RUA}", {"dmarc-ok", "dmarc-strict"}),
        (f"v=DMARC1; p=reject; adkim=x; {RUA}", {"dmarc-ok", "dmarc-syntax"}),
        (f"v=DMARC1; p=reject; fo=9; {RUA}", {"dmarc-ok", "dmarc-syntax"}),
        (f"v=DMARC1; p=reject; policy=strict; {RUA}", {"dmarc-ok", "dmarc-unknown-tag"}),
        (f"v=DMARC1; p=reject; oi {RUA}", {"dmarc-ok", "dmarc-syntax", "dmarc-no-reports"}),
        (f"v=DMARC1; p=reject; rua=dmarc@{DOMAIN}", {"dmarc-ok", "dmarc-rua-invalid"}),
        (f"v=DMARC1; p=rejected; {RUA}", {"dmarc-policy-assumed"}),
        (f"v=DMARC1; {RUA}", {"dmarc-policy-assumed"}),
        (f"v=DMARC1; p=reject; sp=strict; {RUA}", {"dmarc-policy-assumed"}),
        ("v=DMARC1; p=rejected", {"dmarc-policy-invalid"}),
        ("v=DMARC1", {"dmarc-policy-invalid"}),
        (f"v=dmarc1; p=reject; {RUA}", {"dmarc-unreadable"}),
        (f"v=DMARC1 p=reject; {RUA}", {"dmarc-unreadable"}),
        (f"p=reject; v=DMARC1; {RUA}", {"dmarc-unreadable"}),
        (f"v=DMARC1,p=reject,{RUA}", {"dmarc-unreadable"}),
    ],
)
async def test_a_record_says_what_receivers_make_of_it(record: str, expected: set[str]) -> None:
    assert await codes(dmarc, at(record)) == expected


async def test_two_records_count_as_none_and_one_is_proposed() -> None:
    (finding,) = await run(dmarc, at("v=DMARC1; p=reject", f"v=DMARC1; p=none; {RUA}"))
    assert finding.code == "dmarc-several"
    assert [record.value for record in finding.publish] == [f"v=DMARC1; p=none; {RUA}"]


async def test_another_txt_record_beside_it_does_no_harm() -> None:
    assert await codes(dmarc, at("some-verification=1", f"v=DMARC1; p=reject; {RUA}")) == {"dmarc-ok"}
    assert await codes(dmarc, at("v=spf1 -all")) == {"dmarc-missing"}


async def test_a_missing_record_comes_with_one_to_publish() -> None:
    (finding,) = await run(dmarc, at())
    assert finding.code == "dmarc-missing"
    (record,) = finding.publish
    assert (record.name, record.value) == (f"_dmarc.{DOMAIN}", f"v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN}")


async def test_a_domain_that_sends_nothing_is_offered_reject() -> None:
    (finding,) = await run(dmarc, {DOMAIN: [{"MX": [0, "."]}, {"TXT": "v=spf1 -all"}]})
    assert finding.code == "dmarc-missing-quiet"
    assert finding.publish[0].value == "v=DMARC1; p=reject"


async def test_a_record_at_the_domain_itself_is_misplaced() -> None:
    data = at()
    data[DOMAIN].append({"TXT": f"v=DMARC1; p=reject; {RUA}"})
    assert await codes(dmarc, data) == {"dmarc-misplaced"}


async def test_an_enforced_policy_without_spf_and_dkim_stops_genuine_mail() -> None:
    record = {f"_dmarc.{DOMAIN}": [{"TXT": f"v=DMARC1; p=reject; {RUA}"}]}
    bare = {DOMAIN: [{"MX": [10, "mail.serveris.example"]}], **record}
    assert await codes(dmarc, bare) == {"dmarc-unauthenticated", "dmarc-ok"}
    with_spf = {DOMAIN: [{"MX": [10, "mail.serveris.example"]}, {"TXT": "v=spf1 mx -all"}], **record}
    assert await codes(dmarc, with_spf) == {"dmarc-spf-only"}


SUB = f"naujienos.rinkodara.{DOMAIN}"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ({DOMAIN: f"v=DMARC1; p=reject; {RUA}"}, "dmarc-inherited"),
        ({DOMAIN: f"v=DMARC1; p=reject; sp=none; {RUA}"}, "dmarc-monitoring"),
        # A record halfway is not the organisational domain's, unless it says so (4.10.2).
        ({DOMAIN: f"v=DMARC1; p=reject; {RUA}", f"rinkodara.{DOMAIN}": "v=DMARC1; p=none"}, "dmarc-inherited"),
        ({DOMAIN: f"v=DMARC1; p=reject; {RUA}", f"rinkodara.{DOMAIN}": "v=DMARC1; p=none; psd=n"}, "dmarc-unprotected"),
        # A public suffix's record speaks for those who have none.
        ({"example": "v=DMARC1; p=reject; psd=y; rua=mailto:a@psd.example"}, "dmarc-inherited"),
        ({"example": "v=DMARC1; p=reject; psd=y", DOMAIN: f"v=DMARC1; p=none; {RUA}"}, "dmarc-monitoring"),
    ],
)
async def test_the_tree_walk_finds_the_record_that_applies(above: dict[str, str], expected: str) -> None:
    data = at(domain=SUB)
    data |= {DOMAIN: [{"MX": [10, "mail.serveris.example"]}], "psd.example": [{"A": "185.5.54.1"}]}
    data |= {f"_dmarc.{name}": [{"TXT": record}] for name, record in above.items()}
    findings = await run(dmarc, data, domain=SUB)
    assert expected in {finding.code for finding in findings} - {"dmarc-no-reports", "dmarc-rua-unauthorised"}
    assert not {"dmarc-missing", "dmarc-unknown"} & {finding.code for finding in findings}


def test_a_walk_asks_eight_names_at_most() -> None:
    assert walk("a.mail.example.com") == ("a.mail.example.com", "mail.example.com", "example.com", "com")
    long = walk("a.b.c.d.e.f.g.h.i.mail.example.com")
    assert len(long) == 8
    assert long[1] == "f.g.h.i.mail.example.com"


async def test_reports_to_another_domain_need_its_consent() -> None:
    record = "v=DMARC1; p=reject; rua=mailto:a@ataskaitos.example"
    place = {"ataskaitos.example": [{"MX": [10, "mx.ataskaitos.example"]}]}
    by_code = {finding.code: finding for finding in await run(dmarc, at(record, **place))}
    assert set(by_code) == {"dmarc-ok", "dmarc-rua-unauthorised"}
    (consent,) = by_code["dmarc-rua-unauthorised"].publish
    assert (consent.name, consent.value) == (f"{DOMAIN}._report._dmarc.ataskaitos.example", "v=DMARC1")
    for name in (f"{DOMAIN}._report._dmarc.ataskaitos.example", "*._report._dmarc.ataskaitos.example"):
        assert await codes(dmarc, at(record, **place, **{name: [{"TXT": "v=DMARC1;"}]})) == {"dmarc-ok"}


@pytest.mark.parametrize(
    "place", [{}, {"ataskaitos.example": [{"MX": [0, "."]}]}, {"ataskaitos.example": [{"TXT": "x"}]}]
)
async def test_reports_to_a_domain_that_takes_no_mail_are_lost(place: Data) -> None:
    drawn = await codes(dmarc, at("v=DMARC1; p=reject; rua=mailto:a@ataskaitos.example", **place))
    assert drawn == {"dmarc-ok", "dmarc-rua-unreachable"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown_never_missing(word: str) -> None:
    assert await codes(dmarc, {**at(), f"_dmarc.{DOMAIN}": [word]}) == {"dmarc-unknown"}
    record = "v=DMARC1; p=reject; rua=mailto:a@ataskaitos.example"
    place = {"ataskaitos.example": [{"MX": [10, "mx.ataskaitos.example"]}]}
    faulty = {f"{DOMAIN}._report._dmarc.ataskaitos.example": [word]}
    assert await codes(dmarc, at(record, **place, **faulty)) == {"dmarc-ok", "dmarc-rua-unknown"}


async def test_a_domain_that_does_not_exist_is_left_to_the_domain_check() -> None:
    assert await run(dmarc, {"kitas.example": [{"A": "185.5.54.1"}]}) == ()


def test_report_addresses() -> None:
    addresses = mailboxes("mailto:a@b.example!10m , https://b.example/r,mailto:,c@d.example,mailto:e%2Bf@g.example")
    assert addresses.good == ("a@b.example", "e+f@g.example")
    assert addresses.bad == ("https://b.example/r", "mailto:", "c@d.example")


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_what_is_proposed_is_always_a_right_record(text: str) -> None:
    record = f"v=DMARC1; {text}"
    if is_dmarc(record):
        proposed = changed(read(record), p="none")
        assert is_dmarc(proposed)
        assert read(proposed).p == "none"
        assert read(proposed).faults == ()


async def test_a_forwarded_mail_fails_where_the_policy_is_enforced_and_nowhere_else() -> None:
    assert "dmarc-forwarded" in await codes(dmarc, at(f"v=DMARC1; p=reject; {RUA}"), forwarded=True)
    assert "dmarc-forwarded" not in await codes(dmarc, at(f"v=DMARC1; p=none; {RUA}"), forwarded=True)
    assert "dmarc-forwarded" not in await codes(dmarc, at(f"v=DMARC1; p=reject; {RUA}"))


async def test_a_blank_before_the_version_hides_the_record_from_some() -> None:
    (fine, blank) = await run(dmarc, at(f" v=DMARC1; p=reject; {RUA}"))
    assert (fine.code, blank.code) == ("dmarc-ok", "dmarc-blank-first")
    assert [record.value for record in blank.publish] == [f"v=DMARC1; p=reject; {RUA}"]


async def test_a_text_record_beside_an_alias_leaves_the_policy_to_chance() -> None:
    data = at(f"v=DMARC1; p=reject; {RUA}")
    data[f"_dmarc.{DOMAIN}"].append({"CNAME": "imone.dmarc.paslauga.example"})
    assert await codes(dmarc, data) == {"dmarc-ok", "dmarc-beside-alias"}


async def test_an_alias_alone_is_right() -> None:
    data = at()
    data[f"_dmarc.{DOMAIN}"] = [{"CNAME": "imone.dmarc.paslauga.example"}]
    data["imone.dmarc.paslauga.example"] = [{"TXT": f"v=DMARC1; p=reject; {RUA}"}]
    assert await codes(dmarc, data) == {"dmarc-ok"}


async def test_a_key_below_a_name_that_the_server_denies_is_still_a_key() -> None:
    """Some servers answer NXDOMAIN for `_domainkey`, against RFC 8020."""
    data = at(f"v=DMARC1; p=reject; {RUA}")
    data[f"_domainkey.{DOMAIN}"] = ["NXDOMAIN"]
    data[f"s1._domainkey.{DOMAIN}"] = [{"TXT": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}]
    assert await codes(dmarc, data) == {"dmarc-ok"}

"""The gate before every proposal: what may be published, and what is withheld and why."""

import pytest

from bot.domains.proposals.gate import OwnerName, SpfCost, WithheldReason, invented, refused
from bot.domains.values import Fact, Record
from tests.domains.checking import DOMAIN
from tests.domains.test_proposals import report_of

MX = {"MX": [10, DOMAIN]}
HERE = {"A": "185.5.52.80"}


def spf(value: str, *present: str, cost: SpfCost | None = None) -> WithheldReason | None:
    return refused(Record(DOMAIN, "TXT", value), OwnerName(tuple(text.encode() for text in present)), cost)


def dmarc(value: str, *present: str) -> WithheldReason | None:
    return refused(Record(f"_dmarc.{DOMAIN}", "TXT", value), OwnerName(tuple(text.encode() for text in present)))


@pytest.mark.parametrize(
    ("value", "present", "reason"),
    [
        ("v=spf1 mx ~all", "v=spf1 mx +all", None),
        ("v=spf1 mx ~all", "v=spf1  mx ~all", WithheldReason.UNSURE),
        ("v=spf1 mx mx:~all", "v=spf1 mx", WithheldReason.UNSURE),
        ("v=spf1 mx ~all", "v=spf1 mx include:a.example~all", WithheldReason.UNSURE),
        ("v=spf1 mx ~all", "v=spf1 mx ptr ~all", None),
        ("v=spf1 -all", "v=spf1 ptr:a.example -all", WithheldReason.NO_SENDER),
        ("v=spf1 ~all", "v=spf1 +all", WithheldReason.NO_SENDER),
        ("v=spf1 mx ~all", "v=spf1 mx ip4:0.0.0.0/2 ip4:10.0.0.1 ~all", None),
        ("v=spf1 include:a.example -all", "v=spf1 redirect=a.example -all", None),
        ("v=spf1 -all", "v=spf1;-all", None),
    ],
)
def test_an_spf_record_keeps_its_senders(value: str, present: str, reason: WithheldReason | None) -> None:
    assert spf(value, present) is reason


def test_a_sender_that_leads_nowhere_may_go_and_a_new_one_must_lead_somewhere() -> None:
    assert spf("v=spf1 mx -all", "v=spf1 mx a:gone.example -all") is WithheldReason.UNSURE
    dead = SpfCost(dead=frozenset({"a:gone.example"}))
    assert spf("v=spf1 mx -all", "v=spf1 mx a:gone.example -all", cost=dead) is None
    broken = SpfCost(broken=frozenset({"include:none.example"}))
    assert spf("v=spf1 include:none.example mx -all", "v=spf1 mx -all", cost=broken) is WithheldReason.UNSURE


@pytest.mark.parametrize(
    ("value", "present", "reason"),
    [
        ("v=DMARC1; p=none", "v=DMARC1; p=reject; pct=50", WithheldReason.UNSURE),
        ("v=DMARC1; p=reject", "v=DMARC1; p=reject; sp=reject; np=reject; pct=50", None),
        ("v=DMARC1; p=reject; sp=none", "v=DMARC1; p=reject; pct=50", WithheldReason.UNSURE),
        ("v=DMARC1; p=reject", "v=DMARC1; p=reject; rua=mailto:a@b.example; pct=50", WithheldReason.UNSURE),
        ("v=DMARC1; p=reject", "v=DMARC1; p=none", None),
    ],
)
def test_a_dmarc_record_is_never_weaker_and_loses_no_reports(
    value: str, present: str, reason: WithheldReason | None
) -> None:
    assert dmarc(value, present) is reason


def test_no_record_stands_beside_an_alias_or_at_a_public_suffix() -> None:
    record = Record(f"_dmarc.{DOMAIN}", "TXT", "v=DMARC1; p=reject")
    assert refused(record, OwnerName(alias=True)) is WithheldReason.ALIAS
    assert refused(record, OwnerName(foreign=True)) is WithheldReason.ELSEWHERE


def test_only_a_new_mailbox_of_the_domain_itself_has_to_be_created() -> None:
    record = Record(f"_dmarc.{DOMAIN}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN},mailto:x@other.example")
    assert invented(record, (), DOMAIN) == f"dmarc@{DOMAIN}"
    assert invented(record, (b"v=DMARC1; p=none; rua=dmarc@imone.example",), DOMAIN) == ""


async def facts_of(zones: dict[str, list[object]], code: str) -> dict[str, str | int]:
    """The facts of a finding that proposes nothing."""
    findings = next(finding for finding in (await report_of(zones)).findings if finding.code == code)
    assert findings.publish == ()
    return {fact.name: fact.value for fact in findings.facts}


async def test_what_cannot_be_read_is_said_and_nothing_proposed() -> None:
    facts = await facts_of({DOMAIN: [{"TXT": "v=spf1 mx ip4:185.5.53.300 -all"}, MX, HERE]}, "spf-syntax")
    assert (facts["withheld"], facts["unread"]) == ("unread", "ip4:185.5.53.300")


async def test_joined_records_that_need_more_than_ten_look_ups_are_not_proposed_but_told() -> None:
    first, second = (" ".join(f"include:s{n}.example" for n in part) for part in (range(6), range(6, 12)))
    zones: dict[str, list[object]] = {f"s{n}.example": [{"TXT": "v=spf1 ?all"}] for n in range(12)}
    zones[DOMAIN] = [{"TXT": f"v=spf1 {first} -all"}, {"TXT": f"v=spf1 {second} -all"}, MX, HERE]
    facts = await facts_of(zones, "spf-several")
    assert (facts["withheld"], facts["lookups"]) == ("lookups", 12)
    assert "include:s0.example (1)" in str(facts["costs"])


async def test_a_record_behind_an_alias_is_changed_where_the_alias_leads() -> None:
    zones: dict[str, list[object]] = {
        DOMAIN: [{"TXT": "v=spf1 mx -all"}, MX, HERE],
        f"_dmarc.{DOMAIN}": [{"CNAME": "x.reports.example"}],
        "x.reports.example": [{"TXT": f"v=DMARC1; p=none; rua=mailto:d@{DOMAIN}"}],
    }
    assert (await facts_of(zones, "dmarc-monitoring"))["withheld"] == "alias"


async def test_the_only_sender_in_an_ignored_redirect_is_an_error_and_becomes_an_include() -> None:
    zones: dict[str, list[object]] = {DOMAIN: [{"TXT": "v=spf1 redirect=s.example -all"}, MX, HERE]}
    zones["s.example"] = [{"TXT": "v=spf1 ip4:185.5.52.80 -all"}]
    findings = next(finding for finding in (await report_of(zones)).findings if finding.code == "spf-redirect-only")
    assert findings.publish == (Record(DOMAIN, "TXT", "v=spf1 include:s.example -all"),)


def test_a_host_that_only_the_provider_can_tell_is_proposed_only_where_it_stands() -> None:
    """Microsoft names each customer's host itself: `imone-lt` may be `imone-lt01b`."""
    record = Record(DOMAIN, "MX", "0 imone-lt.mail.protection.outlook.com.")
    assert refused(record, OwnerName()) is WithheldReason.PROVIDER
    assert refused(record, OwnerName(hosts=frozenset({"imone-lt.mail.protection.outlook.com"}))) is None
    assert refused(Record(DOMAIN, "MX", "1 mx1.mail.ovh.net."), OwnerName()) is None


async def test_no_microsoft_host_is_guessed_and_it_is_said_why() -> None:
    report = await report_of({DOMAIN: [{"TXT": "v=spf1 -all"}]}, supported_provider="microsoft")
    missing = next(finding for finding in report.findings if finding.code == "mx-missing")
    assert missing.publish == ()
    assert Fact("withheld", WithheldReason.PROVIDER) in missing.facts


async def test_of_two_dmarc_records_one_is_kept() -> None:
    """Receivers take neither of two (RFC 9989, 4.10.1): to keep one and delete the other is the repair."""
    kept = f"v=DMARC1; p=reject; rua=mailto:d@{DOMAIN}"
    zones = {DOMAIN: [MX, HERE], f"_dmarc.{DOMAIN}": [{"TXT": kept}, {"TXT": "v=DMARC1; p=none"}]}
    several = next(finding for finding in (await report_of(zones)).findings if finding.code == "dmarc-several")
    assert [record.value for record in several.publish] == [kept]

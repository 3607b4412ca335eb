"""Whose service the mail goes to, and the data that tells it."""

import pytest

from bot.domains.checks import provider
from bot.domains.checks.mx import compare
from bot.domains.knowledge.providers import ServiceKind, by_host, by_spf_term, identify, providers
from bot.domains.proposals.gate import WithheldReason
from bot.domains.standards.spf.parse import parse
from bot.domains.values import Fact
from tests.domains.checking import DOMAIN, Data, codes, run
from tests.domains.test_proposals import report_of


def to(*hosts: str) -> Data:
    return {DOMAIN: [{"MX": [10 * place, host]} for place, host in enumerate(hosts, 1)]}


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["mx1.mail.ovh.net", "mx0.mail.ovh.net"], "ovh"),
        (["mxb.ovh.net"], "ovh"),
        (["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "google"),
        (["smtp.google.com"], "google"),
        (["imone-lt.mail.protection.outlook.com"], "microsoft"),
        (["imone-lt.o-v1.mx.microsoft"], "microsoft"),
        (["mx.zoho.eu"], "zoho"),
        (["mail.protonmail.ch"], "proton"),
        (["mx1.hostinger.com"], "hostinger"),
        (["isopas.serveriai.lt"], "iv"),
        (["mail.imone.lt"], "self-hosted"),
        (["imone.lt"], "self-hosted"),
        (["mail.kitur.lt"], None),
        ([], None),
    ],
)
def test_services_are_known_by_their_hosts(hosts: list[str], name: str | None) -> None:
    assert identify(hosts, "imone.lt") == name


def test_a_subdomains_mail_at_its_parents_server_is_its_own() -> None:
    assert identify(["mx1.imone.lt"], "naujienos.imone.lt") == "self-hosted"
    assert identify(["mx.lt"], "imone.lt") is None


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        (to("mx0.mail.ovh.net"), {}, {"provider-ok"}),
        (to("mx0.mail.ovh.net"), {"supported_provider": "ovh"}, {"provider-ok"}),
        (to("smtp.google.com"), {"supported_provider": "ovh"}, {"provider-other"}),
        (to(f"mail.{DOMAIN}"), {"supported_provider": "ovh"}, {"provider-other-self"}),
        (to("mail.kitur.lt"), {"supported_provider": "ovh"}, {"provider-other-unlisted"}),
        (to("mail.kitur.lt"), {}, {"provider-unlisted"}),
        (to(f"mail.{DOMAIN}"), {}, {"provider-self"}),
        (to("mx1.ovh.net", "mxb.ovh.net"), {}, {"provider-ok", "provider-legacy"}),
        (to("smtp.google.com", "mx1.mail.ovh.net"), {}, {"provider-ok", "provider-mixed"}),
        (to("smtp.google.com", f"mail.{DOMAIN}"), {}, {"provider-ok", "provider-mixed"}),
        (to("eu-smtp-inbound-1.mimecast.com"), {"supported_provider": "ovh"}, {"provider-gateway"}),
        ({DOMAIN: [{"MX": [0, "."]}]}, {"supported_provider": "ovh"}, {"provider-none"}),
        ({DOMAIN: ["TIMEOUT"]}, {}, {"provider-unknown"}),
    ],
)
async def test_the_finding_says_whose_mail_it_is(data: Data, options: dict[str, str], expected: set[str]) -> None:
    assert await codes(provider, data, **options) == expected


async def test_mail_that_goes_elsewhere_comes_with_the_supported_records() -> None:
    (finding,) = await run(provider, to("smtp.google.com"), supported_provider="ovh")
    facts = {fact.name: fact.value for fact in finding.facts}
    assert (facts["provider"], facts["supported"]) == ("Google Workspace", "OVHcloud")
    assert [record.value for record in finding.publish][:2] == ["1 mx0.mail.ovh.net.", "5 mx1.mail.ovh.net."]


def test_the_data_agrees_with_itself() -> None:
    for known in providers():
        assert known.documentation.startswith("https://"), known.name
        assert known.mx or known.kind is ServiceKind.SENDER, known.name
        for term in known.spf_terms:
            parse(f"v=spf1 {term} -all")
            assert by_spf_term(term) is not None
        for mx_set in known.sets:
            records = mx_set.records("imone.lt")
            assert all(by_host(host) is known for _, host in records), known.name
            held = compare(records, known, "imone.lt")
            assert held is not None
            assert (held.missing, held.reversed, held.flat) == ((), False, False), known.name


OWN = {f"mail.{DOMAIN}": [{"A": "185.5.54.7"}]}
GOOGLE = "include:_spf.google.com"
OUTLOOK = "include:spf.protection.outlook.com"


@pytest.mark.parametrize(
    ("hosts", "spf", "moved"),
    [
        (["isopas.serveriai.lt"], f"v=spf1 {GOOGLE} ~all", True),
        ([f"mail.{DOMAIN}"], f"v=spf1 {GOOGLE} ~all", True),
        ([f"mail.{DOMAIN}"], f"v=spf1 mx {GOOGLE} ~all", False),
        ([f"mail.{DOMAIN}"], f"v=spf1 ip4:185.5.54.0/24 {GOOGLE} ~all", False),
        ([f"mail.{DOMAIN}"], f"v=spf1 {OUTLOOK} -all", False),
        (["isopas.serveriai.lt"], f"v=spf1 {OUTLOOK} -all", True),
        (["imone-example.mail.protection.outlook.com"], "v=spf1 include:secureserver.net -all", False),
        (["smtp.google.com"], "v=spf1 include:secureserver.net -all", True),
        (["inbound-smtp.eu-west-1.amazonaws.com"], f"v=spf1 {GOOGLE} ~all", False),
    ],
)
async def test_mail_has_moved_only_where_the_incoming_server_may_not_send(
    hosts: list[str], spf: str, moved: bool
) -> None:
    data = {**to(*hosts), **OWN}
    data[DOMAIN].append({"TXT": spf})
    assert ("provider-moved" in await codes(provider, data)) is moved


async def test_a_host_that_only_the_provider_can_name_is_not_proposed() -> None:
    data = to("isopas.serveriai.lt")
    data[DOMAIN].append({"TXT": f"v=spf1 {OUTLOOK} -all"})
    moved = next(each for each in (await report_of(data)).findings if each.code == "provider-moved")
    assert moved.publish == ()
    assert Fact("withheld", WithheldReason.PROVIDER) in moved.facts


async def test_a_mistyped_host_is_no_server_of_ones_own() -> None:
    (finding,) = await run(provider, to(f"mx1.forwardemail.net.{DOMAIN}"))
    assert finding.code == "provider-missing-dot"
    assert {fact.name: fact.value for fact in finding.facts}["provider"] == "Forward Email"


async def test_a_verification_record_does_not_split_mail() -> None:
    assert await codes(provider, to("smtp.google.com", "x2.mx-verification.google.com")) == {"provider-ok"}


def test_ses_takes_mail_in_for_applications() -> None:
    assert identify(["inbound-smtp.eu-west-1.amazonaws.com"], "imone.lt") == "ses"

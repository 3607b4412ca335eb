"""DKIM keys: found, judged, revoked, absent."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.checks import dkim
from bot.domains.knowledge.dkim_selectors import COMMON, OF_EVERYWHERE, WITNESSES
from bot.domains.knowledge.dkim_selectors import given as given_selectors
from bot.domains.shared.look import Look
from bot.domains.standards.dkim.key import KeyVerdict, is_key, read
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, codes, resolver_at, run

SHORT = (
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAOAxUHjuI1dxBjm24f9E+mhiYsSmqqmVuR245g5SwnKbHJkA1O8Z//AZoulFabBVAtgiSxqtDFtdGubolRXU"
    "ppECAwEAAQ=="
)
SENDER = {DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}, {"TXT": "v=spf1 mx -all"}]}


def key(bits: int, format: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> str:
    made = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(made.public_bytes(Encoding.DER, format)).decode()


GOOD, WEAK = key(2048), key(1024)


def at(selector: str, *records: str, domain: str = DOMAIN) -> Data:
    return {**SENDER, f"{selector}._domainkey.{domain}": [{"TXT": record} for record in records]}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (f"v=DKIM1; k=rsa; p={GOOD}", {"dkim-ok"}),
        (f"k=rsa; p={GOOD[:100]} {GOOD[100:]}", {"dkim-ok"}),
        (f"v=DKIM1; k=rsa; p={WEAK}", {"dkim-weak"}),
        (f"v=DKIM1; p={SHORT}", {"dkim-short"}),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", {"dkim-ok", "dkim-ed25519-only"}),
        (f"v=DKIM1; t=y; p={GOOD}", {"dkim-ok", "dkim-testing"}),
        (f"v=DKIM1; s=email; h=sha1:sha256; p={GOOD}", {"dkim-ok"}),
        (f"v=DKIM1; s=tlsrpt; p={GOOD}", {"dkim-restricted"}),
        (f"v=DKIM1; h=sha1; p={GOOD}", {"dkim-restricted"}),
        ("v=DKIM1; k=rsa; p=", {"dkim-revoked"}),
        (f"v=DKIM1; k=rsa; p={GOOD[:-20]}", {"dkim-broken"}),
        ("v=DKIM1; k=rsa; p=ne raktas", {"dkim-broken"}),
        ("v=DKIM1; k=rsa", {"dkim-broken"}),
        (f"v=DKIM2; p={GOOD}", {"dkim-broken"}),
        (f"k=rsa; v=DKIM1; p={GOOD}", {"dkim-broken"}),
        (f"v=DKIM1; k=dsa; p={GOOD}", {"dkim-broken"}),
        (f"v=DKIM1; p={GOOD}; p={GOOD}", {"dkim-broken"}),
        (f'"v=DKIM1; k=rsa; p={GOOD}"', {"dkim-broken"}),
    ],
)
async def test_a_key_is_judged_as_a_verifier_would(record: str, expected: set[str]) -> None:
    assert await codes(dkim, at("default", record)) == expected


async def test_a_key_in_the_older_rsa_form_is_read_too() -> None:
    assert await codes(dkim, at("s1", f"v=DKIM1; p={key(2048, PublicFormat.PKCS1)}")) == {"dkim-ok"}


async def test_the_key_of_a_known_service_is_found_by_its_selector() -> None:
    data = at("ovhmo-selector-1", f"v=DKIM1; p={GOOD}")
    data[DOMAIN] = [{"MX": [1, "mx0.mail.ovh.net"]}]
    (finding,) = await run(dkim, data)
    assert finding.code == "dkim-ok"
    assert {fact.name: fact.value for fact in finding.facts}["selector"] == "ovhmo-selector-1"


async def test_a_service_that_only_spf_names_is_tried_too() -> None:
    data = at("google", f"v=DKIM1; p={GOOD}")
    data[DOMAIN] = [{"MX": [1, f"mail.{DOMAIN}"]}, {"TXT": "v=spf1 include:_spf.google.com ~all"}]
    assert await codes(dkim, data) == {"dkim-ok"}


async def test_nothing_under_domainkey_proves_that_there_are_no_keys() -> None:
    assert await codes(dkim, SENDER) == {"dkim-none"}


async def tried(data: Data) -> list[str]:
    """The selectors that are asked for."""
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        view = resolver.for_check()
        await dkim.check(Look(DOMAIN, view))
        view.close()
        await resolver.close()
        return [
            question.name.partition("._domainkey.")[0] for question in server.asked if "._domainkey." in question.name
        ]


async def test_few_selectors_are_tried_where_nothing_stands_below_domainkey() -> None:
    """RFC 8020: a name that does not exist has none below it."""
    assert sorted(await tried(SENDER)) == sorted(WITNESSES)


async def test_who_answers_nothing_is_not_asked_for_rarer_selectors() -> None:
    data: Data = {name: ["SERVFAIL"] for name in (DOMAIN, f"_domainkey.{DOMAIN}")}
    data |= {f"{witness}._domainkey.{DOMAIN}": ["SERVFAIL"] for witness in WITNESSES}
    assert set(await tried(data)) == set(WITNESSES)
    assert await codes(dkim, data) == {"dkim-unknown"}


async def test_all_common_selectors_are_tried_only_where_no_better_guess_finds_a_key() -> None:
    selectors = await tried(at("selector1", f"v=DKIM1; p={GOOD}"))
    assert "selector2" in selectors, "the service's other selector"
    assert set(OF_EVERYWHERE) <= set(selectors), "a service that signs for anybody"
    assert not {"krs", "dkim2", "sel1"} & set(selectors)
    for nothing_good in ("slaptas-2026", "krs"):
        assert set(COMMON) <= set(await tried(at(nothing_good, f"v=DKIM1; p={GOOD}")))
    assert set(COMMON) <= set(await tried(at("default", "v=DKIM1; p="))), "a revoked key is none"


async def test_a_service_whose_first_selector_is_there_is_asked_for_its_others() -> None:
    data = at("google", f"v=DKIM1; p={GOOD}") | at("hs1", f"v=DKIM1; p={GOOD}") | at("hs2", f"v=DKIM1; p={SHORT}")
    assert await codes(dkim, data) == {"dkim-ok", "dkim-short"}


async def test_a_server_that_denies_the_name_above_its_keys_is_not_believed() -> None:
    data = at("mail", f"v=DKIM1; p={GOOD}") | at("sib", f"v=DKIM1; p={WEAK}")
    data[f"_domainkey.{DOMAIN}"] = ["NXDOMAIN"]
    assert await codes(dkim, data) == {"dkim-ok", "dkim-weak-service"}


async def test_an_unknown_selector_leaves_the_matter_open() -> None:
    assert await codes(dkim, at("slaptas-2026", f"v=DKIM1; p={GOOD}")) == {"dkim-not-found"}


async def test_given_selectors_are_looked_up_bare_or_in_full() -> None:
    data = at("slaptas-2026", f"v=DKIM1; p={GOOD}")
    assert await codes(dkim, data, selectors=("slaptas-2026",)) == {"dkim-ok"}
    assert await codes(dkim, data, selectors=(f"slaptas-2026._domainkey.{DOMAIN}",)) == {"dkim-ok"}
    assert await codes(dkim, data, selectors=("kitas",)) == {"dkim-given-missing"}
    revoked = at("s2026", "v=DKIM1; p=")
    assert await codes(dkim, revoked, selectors=("s2026",)) == {"dkim-revoked-given"}


def test_a_selector_of_a_domain_that_is_no_kin_says_nothing() -> None:
    assert given_selectors(("a._domainkey.kitas.example", "b._domainkey.example.lt"), "naujienos.example.lt") == (
        "b._domainkey.example.lt",
    )


async def test_an_old_key_revoked_beside_a_good_one_is_in_order() -> None:
    data = {**at("default", f"v=DKIM1; p={GOOD}"), **at("mail", "v=DKIM1; p=")}
    assert await codes(dkim, data) == {"dkim-ok", "dkim-revoked-spare"}


async def test_an_alias_that_leads_nowhere() -> None:
    dangling = {"selector2._domainkey." + DOMAIN: [{"CNAME": "selector2.niekur.example"}]}
    assert await codes(dkim, {**SENDER, **dangling}) == {"dkim-alias-broken"}
    with_other = {**at("selector1", f"v=DKIM1; p={GOOD}"), **dangling}
    assert await codes(dkim, with_other) == {"dkim-ok", "dkim-alias-spare"}


async def test_two_keys_under_one_selector() -> None:
    assert await codes(dkim, at("mail", f"v=DKIM1; p={GOOD}", f"v=DKIM1; p={WEAK}")) == {"dkim-several"}


async def test_a_wildcard_is_told_once_and_its_spf_record_is_no_key() -> None:
    revoked = {**SENDER, f"*._domainkey.{DOMAIN}": [{"TXT": "v=DKIM1; p="}]}
    assert [finding.code for finding in await run(dkim, revoked)] == ["dkim-revoked"]
    spf = {**SENDER, f"*.{DOMAIN}": [{"TXT": "v=spf1 -all"}]}
    assert await codes(dkim, spf) == {"dkim-not-found"}


@pytest.mark.parametrize("own", [{"MX": [0, "."]}, {"TXT": "v=spf1 -all"}])
async def test_a_domain_that_sends_nothing_needs_no_key(own: dict) -> None:
    assert await codes(dkim, {DOMAIN: [own]}) == {"dkim-not-needed"}
    assert await codes(dkim, {DOMAIN: [own], f"*._domainkey.{DOMAIN}": [{"TXT": "v=DKIM1; p="}]}) == {"dkim-not-needed"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown_never_missing(word: str) -> None:
    assert await codes(dkim, {**SENDER, f"default._domainkey.{DOMAIN}": [word]}) == {"dkim-unknown"}
    assert await codes(dkim, {**SENDER, f"*.{DOMAIN}": [word]}) == {"dkim-unknown"}
    known = {**at("mail", f"v=DKIM1; p={GOOD}"), f"default._domainkey.{DOMAIN}": [word]}
    assert await codes(dkim, known) == {"dkim-ok"}


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_record_is_too_strange_to_judge(text: str) -> None:
    for record in (text, f"v=DKIM1; p={text}", f"v=DKIM1; k=ed25519; p={text}"):
        assert read(record).verdict in KeyVerdict
        is_key(record)


@given(st.integers(min_value=0, max_value=40))
@settings(max_examples=20, deadline=None)
def test_white_space_in_a_key_changes_nothing(place: int) -> None:
    raw = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    text = base64.b64encode(raw.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    assert read(f"v=DKIM1; k=ed25519; p={text[:place]} \t{text[place:]}").verdict is KeyVerdict.GOOD


async def test_a_tab_or_line_break_in_a_key_is_white_space() -> None:
    record = f"v=DKIM1;\tk=rsa; p={GOOD[:90]}\r\n\t{GOOD[90:]}"
    assert await codes(dkim, at("default", record)) == {"dkim-ok"}


@pytest.mark.parametrize("selector", ["resend", "brevo1", "kl", "mailjet", "litesrv"])
async def test_a_services_own_short_key_is_worth_a_notice(selector: str) -> None:
    """Neither MX nor SPF names these services."""
    assert await codes(dkim, at(selector, f"p={WEAK}")) == {"dkim-weak-service"}


async def test_a_short_key_in_the_services_zone_is_the_services() -> None:
    data = {**SENDER, f"s1._domainkey.{DOMAIN}": [{"CNAME": "s1.domainkey.u1.wl.sendgrid.net"}]}
    data["s1.domainkey.u1.wl.sendgrid.net"] = [{"TXT": f"k=rsa; p={WEAK}"}]
    assert await codes(dkim, data) == {"dkim-weak-service"}


async def test_dead_aliases_of_one_service_are_no_spares_of_another() -> None:
    data = at("default", f"p={GOOD}")
    for number in (1, 2):
        data[f"selector{number}._domainkey.{DOMAIN}"] = [{"CNAME": f"selector{number}.imone.onmicrosoft.com"}]
    assert await codes(dkim, data) == {"dkim-ok", "dkim-alias-broken"}
    data["selector1.imone.onmicrosoft.com"] = [{"TXT": f"v=DKIM1; p={key(2048)}"}]
    assert await codes(dkim, data) == {"dkim-ok", "dkim-alias-spare"}


async def test_a_key_shows_that_mail_is_sent_in_spite_of_an_spf_record_that_allows_nobody() -> None:
    data = at("resend", f"p={GOOD}")
    data[DOMAIN] = [{"MX": [10, "inbound-smtp.eu-west-1.amazonaws.com"]}, {"TXT": "v=spf1 -all"}]
    assert await codes(dkim, data) == {"dkim-ok"}

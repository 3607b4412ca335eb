"""One record a name: what several findings propose for the same name and type is one proposal."""

import asyncio
import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.engine.check import check, last
from bot.domains.engine.one_record import united
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.values import Finding, Options, Record, Report, Status
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, resolver_at

OVH = {"MX": [1, "mx0.mail.ovh.net"]}


async def report_of(zones: Data, **options: object) -> Report:
    async with DnsServer(Zones(zones)) as server:
        resolver = resolver_at(server)
        report = await last(DOMAIN, check(DOMAIN, resolver, Options(network=False, **options)))  # type: ignore[arg-type]
        await resolver.close()
    return report


def proposals(findings: Sequence[Finding], type: str = "TXT") -> dict[str, set[tuple[str, ...]]]:
    """Every proposal for a name: one set of values where findings agree."""
    proposed: dict[str, set[tuple[str, ...]]] = {}
    for finding in findings:
        for name in {record.name for record in finding.publish if record.type == type}:
            values = tuple(record.value for record in finding.publish if (record.name, record.type) == (name, type))
            proposed.setdefault(name, set()).add(values)
    return proposed


async def test_an_address_to_allow_and_a_service_to_include_are_one_record() -> None:
    zones = {
        DOMAIN: [{"TXT": "v=spf1 a mx -all"}, OVH, {"A": "185.5.52.80"}],
        "mx0.mail.ovh.net": [{"A": "178.33.0.1"}],
    }
    zones["mx.ovh.com"] = [{"TXT": "v=spf1 ip4:178.33.0.0/16 -all"}]
    report = await report_of(zones, sender_ip="203.0.113.7")
    both = [each for each in report.findings if each.code in ("spf-sender-fail", "spf-provider-missing")]
    assert len(both) == 2
    wanted = Record(DOMAIN, "TXT", "v=spf1 ip4:203.0.113.7 include:mx.ovh.com a mx -all")
    assert [message.publish for message in both] == [(wanted,), (wanted,)]


async def test_a_repair_and_an_addition_are_one_record() -> None:
    zones = {DOMAIN: [{"TXT": "v=spf1 a:old.example ptr mx +all"}, {"MX": [10, DOMAIN]}, {"A": "185.5.52.80"}]}
    report = await report_of(zones, sender_ip="2001:db8::7")
    assert proposals(report.findings)[DOMAIN] == {("v=spf1 mx ~all",)}


async def test_a_dmarc_record_is_repaired_in_one_go_and_tightened_later() -> None:
    text = f"v=DMARC1; p=none; rua=mailto:d@{DOMAIN}; pct=50; fo=x; foo=1"
    zones = {DOMAIN: [{"MX": [10, DOMAIN]}, {"A": "185.5.52.80"}], f"_dmarc.{DOMAIN}": [{"TXT": text}]}
    findings = (await report_of(zones)).findings
    assert {"dmarc-monitoring", "dmarc-obsolete", "dmarc-syntax", "dmarc-unknown-tag"} <= {
        each.code for each in findings
    }
    assert proposals(findings)[f"_dmarc.{DOMAIN}"] == {(f"v=DMARC1; p=none; rua=mailto:d@{DOMAIN}",)}


async def test_an_open_subdomain_and_a_lacking_report_address_are_one_record() -> None:
    zones = {DOMAIN: [{"MX": [10, DOMAIN]}, {"A": "185.5.52.80"}, {"TXT": "v=spf1 mx -all"}]}
    zones[f"_dmarc.{DOMAIN}"] = [{"TXT": "v=DMARC1; p=reject; sp=none"}]
    findings = (await report_of(zones)).findings
    assert {"dmarc-subdomains-open", "dmarc-no-reports"} <= {each.code for each in findings}
    assert proposals(findings)[f"_dmarc.{DOMAIN}"] == {(f"v=DMARC1; p=reject; rua=mailto:dmarc@{DOMAIN}",)}


def finding(code: str, status: Status, *publish: Record, evidence: tuple[Record, ...] = ()) -> Finding:
    return Finding(code.partition("-")[0], status, code, evidence, (), publish)


def mx(value: str) -> Record:
    return Record(DOMAIN, "MX", value)


def test_of_two_sets_of_mx_records_the_worst_findings_is_published() -> None:
    move = finding("provider-other", Status.WARNING, mx("1 mx0.mail.ovh.net."))
    order = finding("mx-priorities-flat", Status.NOTICE, mx("1 smtp.google.com."), mx("5 alt1.google.com."))
    assert proposals(united([order, move]), "MX") == {DOMAIN: {("1 mx0.mail.ovh.net.",)}}


def test_a_set_that_only_drops_a_record_gives_way_to_one_that_drops_it_and_adds_others() -> None:
    there = (mx("0 ."), mx("10 smtp.google.com."))
    drop = finding("mx-null-beside", Status.ERROR, mx("10 smtp.google.com."), evidence=there)
    full = finding("mx-incomplete", Status.NOTICE, mx("1 smtp.google.com."), mx("5 alt1.google.com."), evidence=there)
    assert proposals(united([drop, full]), "MX") == {DOMAIN: {("1 smtp.google.com.", "5 alt1.google.com.")}}


def test_other_names_and_findings_without_a_record_are_left_as_they_are() -> None:
    report = (
        finding("spf-long", Status.NOTICE),
        finding("spf-missing", Status.WARNING, Record("a.example", "TXT", "x")),
    )
    assert united(report) == report


TERMS = st.sampled_from(
    [
        "a",
        "mx",
        "ptr",
        "?mx",
        "a:none.example",
        "a:also-none.example",
        "include:mx.ovh.com",
        "include:none.example",
        "ip4:10.0.0.1",
        "ip4:185.0.0.0/8",
        "ip4:185.5.52.80",
        "ip6:2001:db8::1",
        "exists:none.example",
        "include:ok.example",
    ]
)
SPF = st.builds(
    lambda terms, end: " ".join(["v=spf1", *terms, *end]),
    st.lists(TERMS, max_size=7),
    st.sampled_from([[], ["-all"], ["~all"], ["?all"], ["+all"], ["-all", "mx"], ["redirect=ok.example"]]),
)
TAGS = st.sampled_from(
    [
        "p=none",
        "p=reject",
        "p=bad",
        "sp=none",
        "np=none",
        "rua=mailto:d@imone.example",
        "rua=d@imone.example",
        "rua=mailto:d@elsewhere.example",
        "pct=50",
        "foo=1",
        "fo=x",
        "t=y",
        "adkim=s",
        "ri=5",
        "stray",
        "ruf=bad",
    ]
)
DMARC = st.lists(TAGS, max_size=7).map(lambda tags: "; ".join(["v=DMARC1", *tags]))
MX = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 5, 10]),
        st.sampled_from(["mx0.mail.ovh.net", "mx1.mail.ovh.net", "smtp.google.com", DOMAIN, "none.example", "."]),
    ),
    max_size=4,
    unique=True,
)


@st.composite
def zones_with_faults(draw: st.DrawFn) -> Data:
    root: list[object] = [{"A": "185.5.52.80"}, *({"MX": list(host)} for host in draw(MX))]
    root += [{"TXT": text} for text in draw(st.lists(SPF, max_size=2))]
    hosts = ("mx0.mail.ovh.net", "mx1.mail.ovh.net", "smtp.google.com")
    zones: Data = {DOMAIN: root, **{host: [{"A": "178.33.0.1"}] for host in hosts}}
    zones["ok.example"] = zones["mx.ovh.com"] = [{"TXT": "v=spf1 ip4:178.33.0.0/16 -all"}]
    zones[f"_dmarc.{DOMAIN}"] = [{"TXT": text} for text in draw(st.lists(DMARC, max_size=2))]
    zones[f"_mta-sts.{DOMAIN}"] = [
        {"TXT": text} for text in draw(st.lists(st.sampled_from(["v=STSv1", "v=STSv1; id=1"])))
    ]
    return zones


SENDERS = st.sampled_from([None, "203.0.113.7", "2001:db8::7"])
SERVICES = st.sampled_from([None, "ovh", "google"])


@settings(max_examples=60, deadline=None)
@given(zones_with_faults(), SENDERS, SERVICES)
def test_no_report_proposes_two_records_for_one_name(zones: Data, sender: str | None, service: str | None) -> None:
    report = asyncio.run(report_of(zones, sender_ip=sender, supported_provider=service))
    for kind in {record.type for each in report.findings for record in each.publish}:
        for name, offers in proposals(report.findings, kind).items():
            assert len(offers) == 1, (name, kind, offers)
            if kind in ("TXT", "CNAME"):
                (values,) = offers
                assert len(values) == 1
                assert kind == "CNAME" or values[0].startswith("v=")


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A record, and what several findings would make of it: terms dropped, terms added."""
    present = draw(SPF)
    terms = remedy.terms_of(present)
    made = []
    for _ in range(draw(st.integers(2, 4))):
        dropped = draw(st.sets(st.sampled_from(terms), max_size=2)) if terms else set()
        added = draw(st.lists(TERMS, max_size=2))
        made.append(remedy.written([*added, *(term for term in terms if term not in dropped)]))
    return present, made


@settings(max_examples=300)
@given(changes(), st.randoms())
def test_no_term_is_lost_that_no_finding_repairs_away(proposal: tuple[str, list[str]], chance: random.Random) -> None:
    present, texts = proposal
    findings = [
        Finding(
            "spf", Status.WARNING, f"spf-{n}", (Record(DOMAIN, "TXT", present),), (), (Record(DOMAIN, "TXT", text),)
        )
        for n, text in enumerate(texts)
    ]
    ((text,),) = proposals(united(findings))[DOMAIN]
    before, after = set(remedy.terms_of(present)), set(remedy.terms_of(text))
    for terms in map(remedy.terms_of, texts):
        for term in terms:
            repaired = term in before and any(term not in remedy.terms_of(other) for other in texts)
            assert term in after or repaired or remedy.bare(term) == "all" or term.startswith("redirect=")
    chance.shuffle(findings)
    assert proposals(united(findings))[DOMAIN] == {(text,)}
    assert united(united(findings)) == united(findings)


def test_the_order_of_the_findings_stays() -> None:
    report = [
        finding("spf-b", Status.NOTICE, Record("x", "TXT", "1")),
        finding("spf-a", Status.ERROR, Record("x", "TXT", "2")),
    ]
    assert [each.code for each in united(report)] == ["spf-b", "spf-a"]

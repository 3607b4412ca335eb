"""Who sends in a domain's name, asked of zones on loopback, and what is proposed."""

from collections.abc import Iterable

from bot.domains.engine.live import LiveChecker
from bot.domains.values import Finding
from bot.reports.read import read_report
from bot.reports.senders import Sender, SenderStanding, senders, to_allow
from bot.reports.values import AggregateReport, Source
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, resolver_at
from tests.reports.making import aggregate, dkim_result, row, spf_result

DOMAIN = "imone.example"
OWN, OVH, SENDGRID, FORWARDER, STRANGER = "188.1.1.1", "178.32.1.1", "167.89.1.1", "66.1.1.1", "91.1.1.1"


def reverse(address: str, name: str) -> Data:
    labels = ".".join(reversed(address.split(".")))
    return {f"{labels}.in-addr.arpa": [{"PTR": name}], name: [{"A": address}]}


ZONES: Data = {
    DOMAIN: [{"MX": [1, "mx0.mail.ovh.net"]}, {"TXT": "v=spf1 ip4:188.9.9.9 -all"}],
    "mx0.mail.ovh.net": [{"A": "178.32.124.206"}],
    "mx.ovh.com": [{"TXT": "v=spf1 ip4:178.32.0.0/16 ?all"}],
    "sendgrid.net": [{"TXT": "v=spf1 ip4:167.89.0.0/17 ~all"}],
    **reverse(OWN, "srv1.imone.example"),
    **reverse(FORWARDER, "out.persiuntejas.example"),
    **reverse(STRANGER, "host.svetimas.example"),
}


async def looked(rows: Iterable[str], zones: Data = ZONES) -> tuple[dict[str, Sender], tuple[Finding, ...]]:
    """The senders by address, and what is proposed."""
    report = read_report(aggregate(*rows).encode())
    assert isinstance(report, AggregateReport)
    async with DnsServer(Zones(zones)) as server:
        resolver = resolver_at(server)
        checker = LiveChecker(resolver, None)
        try:
            known = await checker.known_senders(DOMAIN, [source.address for source in report.sources])
            grouped = senders(DOMAIN, report.sources, known)
            wanted = to_allow(grouped, {source.address: source for source in known})
            findings = await checker.allowing(DOMAIN, wanted) if wanted else ()
        finally:
            await resolver.close()
    return {source.address: finding for finding in grouped for source in finding.sources}, findings


def published(findings: Iterable[Finding]) -> set[str]:
    return {record.value for finding in findings for record in finding.publish}


OWN_ENVELOPE = spf_result(DOMAIN, "fail")


async def test_own_servers_and_the_own_service_get_one_record_for_all_of_them() -> None:
    by_address, findings = await looked(
        [row(OVH, 30, results=OWN_ENVELOPE), row(OWN, 20, results=OWN_ENVELOPE), row("188.9.9.9", 5, spf="pass")]
    )
    assert (by_address[OVH].service, by_address[OVH].standing) == ("ovh", SenderStanding.ALLOW)
    assert (by_address[OWN].host, by_address[OWN].standing) == (DOMAIN, SenderStanding.ALLOW)
    assert by_address["188.9.9.9"].standing is SenderStanding.PASSES
    assert published(findings) == {f"v=spf1 ip4:{OWN} include:mx.ovh.com ip4:188.9.9.9 -all"}


async def test_a_service_that_the_owner_may_not_use_is_named_and_never_proposed() -> None:
    by_address, findings = await looked([row(SENDGRID, 30, results=OWN_ENVELOPE + dkim_result("sendgrid.net"))])
    assert (by_address[SENDGRID].service, by_address[SENDGRID].standing) == ("sendgrid", SenderStanding.SERVICE)
    assert by_address[SENDGRID].documentation.startswith("https://")
    assert findings == ()


async def test_the_own_service_without_the_domains_signature_is_told_to_sign() -> None:
    by_address, findings = await looked([row(OVH, 30, results=spf_result("mail.ovh.net"))])
    assert (by_address[OVH].standing, findings) == (SenderStanding.SIGN, ())


async def test_strangers_and_forwarders_are_told_apart_and_get_nothing() -> None:
    by_address, findings = await looked(
        [
            row(STRANGER, 9, results=OWN_ENVELOPE),
            row(FORWARDER, 4, results=spf_result("persiuntejas.example") + dkim_result(DOMAIN, "fail")),
            row("62.1.1.1", 2, reason="mailing_list"),
            row("10.0.0.1", 1, results=OWN_ENVELOPE),
            row("ne-adresas", 3),
        ]
    )
    assert {address: sender.standing for address, sender in by_address.items()} == {
        STRANGER: SenderStanding.STRANGER,
        FORWARDER: SenderStanding.FORWARDED,
        "62.1.1.1": SenderStanding.FORWARDED,
        "10.0.0.1": SenderStanding.STRANGER,
        "": SenderStanding.UNTOLD,
    }
    assert by_address[STRANGER].host == "svetimas.example"
    assert findings == ()


async def test_a_neighbour_under_the_same_providers_name_is_nobodys_sender() -> None:
    neighbours: Data = {
        **ZONES,
        **reverse("62.1.1.1", "a1.tiekejas.example"),
        **reverse("62.1.1.2", "a2.tiekejas.example"),
    }
    rows = [row("62.1.1.1", 50, spf="pass", results=spf_result(DOMAIN)), row("62.1.1.2", 40, results=OWN_ENVELOPE)]
    by_address, findings = await looked(rows, neighbours)
    assert (by_address["62.1.1.1"].standing, by_address["62.1.1.1"].host) == (SenderStanding.PASSES, "tiekejas.example")
    assert (by_address["62.1.1.2"].standing, findings) == (SenderStanding.STRANGER, ())


async def test_what_the_record_allows_by_now_needs_nothing() -> None:
    by_address, findings = await looked([row("188.9.9.9", 4, results=OWN_ENVELOPE)])
    assert (by_address["188.9.9.9"].standing, findings) == (SenderStanding.MENDED, ())


async def test_a_forged_reverse_name_makes_nobody_the_owner() -> None:
    forged: Data = {**ZONES, "9.9.9.66.in-addr.arpa": [{"PTR": "srv1.imone.example"}]}
    by_address, findings = await looked([row("66.9.9.9", 4, results=OWN_ENVELOPE)], forged)
    assert (by_address["66.9.9.9"].standing, findings) == (SenderStanding.STRANGER, ())


async def test_a_record_that_would_break_is_withheld() -> None:
    includes = " ".join(f"include:s{number}.example.net" for number in range(10))
    zones: Data = {**ZONES, DOMAIN: [{"MX": [1, "mx0.mail.ovh.net"]}, {"TXT": f"v=spf1 {includes} -all"}]}
    zones |= {f"s{number}.example.net": [{"TXT": "v=spf1 ip4:192.0.2.1 -all"}] for number in range(10)}
    by_address, findings = await looked([row(OVH, 30, results=OWN_ENVELOPE)], zones)
    assert by_address[OVH].standing is SenderStanding.ALLOW
    assert findings
    assert published(findings) == set()


async def test_an_answer_that_fails_is_not_taken_for_none() -> None:
    zones: Data = {**ZONES, "1.1.1.91.in-addr.arpa": ["SERVFAIL"]}
    by_address, _ = await looked([row(STRANGER, 9, results=OWN_ENVELOPE)], zones)
    assert by_address[STRANGER].standing is SenderStanding.UNLOOKED


def test_without_the_dns_only_what_passed_for_a_service_names_it() -> None:
    text = aggregate(
        row(SENDGRID, 3, dkim="pass", results=dkim_result("sendgrid.net")), row(STRANGER, 2, results=OWN_ENVELOPE)
    )
    report = read_report(text.encode())
    assert isinstance(report, AggregateReport)
    first, second = senders(DOMAIN, report.sources)
    assert (first.service, first.standing) == ("sendgrid", SenderStanding.PASSES)
    assert second.standing is SenderStanding.UNLOOKED


def test_a_sender_that_mostly_passes_is_set_up() -> None:
    (sender,) = senders(DOMAIN, [Source(OVH, messages=100, passed=95, spf=95)])
    assert sender.standing is SenderStanding.MOSTLY

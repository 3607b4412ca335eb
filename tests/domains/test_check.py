"""All checks at once: reports that grow, domains that are not there, zones that mean harm."""

import asyncio
import random
from typing import Any

import dns.message
import pytest

from bot.domains.declaration import Check, Concern
from bot.domains.engine import check as engine
from bot.domains.engine.check import check, last, worst_first
from bot.domains.engine.registry import all_checks, answering, maker, place
from bot.domains.net.resolver import Budget, SharedResolver
from bot.domains.net.resolver.servers import plain
from bot.domains.values import Finding, Options, Status
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, resolver_at

DNS_ONLY = Options(network=False)
HEALTHY: Data = {
    DOMAIN: [
        {"NS": f"ns1.{DOMAIN}"},
        {"NS": f"ns2.{DOMAIN}"},
        {"A": "185.5.52.80"},
        {"MX": [10, f"mx1.{DOMAIN}"]},
        {"TXT": "v=spf1 mx -all"},
    ],
    f"ns1.{DOMAIN}": [{"A": "185.5.52.53"}],
    f"ns2.{DOMAIN}": [{"A": "79.98.28.53"}],
    f"mx1.{DOMAIN}": [{"A": "185.5.52.25"}],
    "25.52.5.185.in-addr.arpa": [{"PTR": f"mx1.{DOMAIN}"}],
    f"_dmarc.{DOMAIN}": [{"TXT": f"v=DMARC1; p=reject; rua=mailto:d@{DOMAIN}"}],
}


def statuses(findings: tuple[Finding, ...]) -> dict[str, Status]:
    return {finding.check: finding.status for finding in reversed(findings)}


async def test_reports_grow_until_every_check_has_answered() -> None:
    async with DnsServer(Zones(HEALTHY), delay=0.01) as server:
        resolver = resolver_at(server)
        reports = [report async for report in check(DOMAIN, resolver, DNS_ONLY)]
        await resolver.close()
        assert reports[-1].queries == server.queries
    pending = [len(report.pending) for report in reports]
    assert pending == sorted(pending, reverse=True)
    assert [report.done for report in reports] == [False] * (len(reports) - 1) + [True]
    last = reports[-1]
    assert last.provider == "self-hosted"
    findings = statuses(last.findings)
    assert {findings[name] for name in ("domain", "nameservers", "mx", "spf", "provider")} == {Status.OK}


async def test_of_a_name_that_does_not_exist_only_that_is_said() -> None:
    async with DnsServer(Zones({"other.example": [{"A": "185.5.52.1"}]})) as server:
        resolver = resolver_at(server)
        reports = [report async for report in check(DOMAIN, resolver, DNS_ONLY)]
        await resolver.close()
    assert {finding.code for report in reports for finding in report.findings} == {"domain-missing"}
    assert reports[-1].done


async def test_only_the_checks_that_were_asked_for_are_made() -> None:
    async with DnsServer(Zones(HEALTHY)) as server:
        resolver = resolver_at(server)
        report = await last(DOMAIN, check(DOMAIN, resolver, Options(network=False, only=frozenset({"spf"}))))
        await resolver.close()
    assert {finding.check for finding in report.findings} == {"spf"}


async def test_a_check_that_breaks_is_unknown_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(look: Any) -> tuple[Finding, ...]:
        raise RuntimeError("a fault of ours")

    checks = (Check("broken", {}), *all_checks())
    monkeypatch.setattr(engine, "all_checks", lambda: checks)
    monkeypatch.setattr(engine, "maker", lambda name: broken if name == "broken" else maker(name))
    async with DnsServer(Zones(HEALTHY)) as server:
        resolver = resolver_at(server)
        report = await last(DOMAIN, check(DOMAIN, resolver, DNS_ONLY))
        await resolver.close()
    findings = statuses(report.findings)
    assert (findings["broken"], findings["mx"]) == (Status.UNKNOWN, Status.OK)


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_world_that_does_not_answer_is_unknown_and_nothing_is_missing(word: str) -> None:
    async with DnsServer(Zones({name: [word] for name in (DOMAIN, "example", f"_dmarc.{DOMAIN}")})) as server:
        resolver = resolver_at(server, timeout=0.5 if word == "TIMEOUT" else 5)
        report = await last(DOMAIN, check(DOMAIN, resolver, DNS_ONLY))
        await resolver.close()
    findings = statuses(report.findings)
    assert {findings[name] for name in ("domain", "provider", "mx", "spf")} == {Status.UNKNOWN}
    silent = "nameservers-all-silent" in {finding.code for finding in report.findings}
    assert silent == (word != "REFUSED"), "who refuses does answer"


async def test_mangled_answers_crash_no_check() -> None:
    """Every answer has some of its bytes changed behind the question; what remains must be read or be unknown."""
    zones, chance = Zones(HEALTHY), random.Random(7208)

    class Mangling(DnsServer):
        def take(self, wire: bytes, send: Any, *, over_tcp: bool) -> None:
            def mangled(reply: bytes) -> None:
                start = 12 + len(dns.message.from_wire(wire).question[0].name.to_wire() or b"") + 4
                changed = bytearray(reply)
                for _ in range(chance.randrange(4)):
                    if len(changed) > start:
                        changed[chance.randrange(start, len(changed))] = chance.randrange(256)
                send(
                    bytes(changed[: chance.randrange(start, len(changed) + 1)])
                    if chance.random() < 0.2
                    else bytes(changed)
                )

            super().take(wire, mangled, over_tcp=over_tcp)

    async with Mangling(zones) as server:
        for _ in range(12):
            resolver = resolver_at(server, timeout=0.05)
            report = await last(DOMAIN, check(DOMAIN, resolver, DNS_ONLY, budget=Budget(seconds=2)))
            await resolver.close()
            assert report.done
            assert not [finding.code for finding in report.findings if finding.code.endswith("-failed")]


def hostile() -> dict[str, Data]:
    fork = {
        f"x{n}.test": [{"TXT": "v=spf1 " + " ".join(f"include:x{n * 4 + k}.test" for k in range(1, 5)) + " -all"}]
        for n in range(200)
    }
    chain = {f"c{n}.test": [{"CNAME": f"c{n + 1}.test"}] for n in range(100)}
    crowd = [f"h{n}.test" for n in range(400)]
    return {
        "include tree": {DOMAIN: [{"TXT": "v=spf1 include:x0.test -all"}], **fork},
        "include loop": {
            DOMAIN: [{"TXT": f"v=spf1 include:a.test include:{DOMAIN} -all"}],
            "a.test": [{"TXT": f"v=spf1 redirect={DOMAIN}"}],
        },
        "alias chain": {DOMAIN: [{"MX": [10, "c0.test"]}, {"NS": "c1.test"}], **chain},
        "alias loop": {DOMAIN: [{"MX": [10, "l.test"]}], "l.test": [{"CNAME": "l.test"}]},
        "thousand hosts": {
            DOMAIN: [{"MX": [1, name]} for name in crowd] + [{"NS": name} for name in crowd],
            **{name: [{"A": "185.5.52.1"}] for name in crowd},
        },
        "thousand texts": {
            DOMAIN: [{"MX": [1, f"m.{DOMAIN}"]}, *({"TXT": f"v=spf1 include:t{n}.test -all"} for n in range(600))]
        },
        "silence": {
            DOMAIN: [{"MX": [1, f"m.{DOMAIN}"]}, {"TXT": "v=spf1 include:s.test ~all"}],
            f"m.{DOMAIN}": ["TIMEOUT"],
            "s.test": ["TIMEOUT"],
        },
    }


@pytest.mark.parametrize("name", hostile())
async def test_a_hostile_zone_cannot_pass_its_budget(name: str) -> None:
    async with DnsServer(Zones(hostile()[name])) as server:
        resolver = resolver_at(server, timeout=0.5)
        report = await last(DOMAIN, check(DOMAIN, resolver, DNS_ONLY, budget=Budget(seconds=1.5, queries=300)))
        await resolver.close()
        assert server.queries < 700
    assert report.done
    assert not [finding.code for finding in report.findings if finding.code.endswith("-failed")]


async def test_twenty_domains_share_one_resolver() -> None:
    names = [f"d{number}.example" for number in range(20)]
    data = {key.replace(DOMAIN, name): [*entries] for name in names for key, entries in HEALTHY.items()}
    async with DnsServer(Zones(data), delay=0.01) as server:
        resolver = SharedResolver([plain(server.host, server.port)], timeout=2)
        reports = await asyncio.gather(*(last(name, check(name, resolver, DNS_ONLY)) for name in names))
        await resolver.close()
    assert [report.domain for report in reports] == names
    assert all(report.findings and report.done for report in reports)


def test_worst_comes_first_then_the_order_of_the_four_questions() -> None:
    made = [Finding(name, status, f"{name}-x") for status in Status for name in ("tls-rpt", "spf", "mx", "unlisted")]
    ordered = worst_first(made)
    ranks = [finding.status.rank for finding in ordered]
    assert ranks == sorted(ranks, reverse=True)
    assert [finding.check for finding in ordered[:4]] == ["mx", "spf", "tls-rpt", "unlisted"]


def test_every_check_stands_under_one_question_and_names_its_own_codes() -> None:
    listed = [name for concern in Concern for name in answering(concern)]
    assert list(Concern) == ["receive", "send", "pose", "transport"]
    for declared in all_checks():
        # A provider's own trouble is nothing that is wrong with the domain; the guide's checklist asks for it.
        assert place(declared.name) < len(listed) or declared.checklist, f"{declared.name} answers no question"
    codes = [code for each in all_checks() for code in each.codes]
    assert len(codes) == len(set(codes))


async def test_a_name_that_is_denied_for_one_kind_and_there_for_another_gets_every_check() -> None:
    """Some servers answer NXDOMAIN for a kind that the name merely lacks, against RFC 8020."""
    async with DnsServer(Zones({DOMAIN: [{"TXT": "v=spf1 mx -all"}, "NXDOMAIN"]})) as server:
        resolver = resolver_at(server)
        try:
            report = await last(DOMAIN, check(DOMAIN, resolver, Options(network=False)))
        finally:
            await resolver.close()
    codes = {finding.code for finding in report.findings}
    assert "domain-missing" not in codes
    assert {"dmarc-missing", "mx-missing", "dnssec-insecure", "dkim-none"} <= codes


async def test_our_own_resolver_in_trouble_is_one_sentence_about_us() -> None:
    """The root always exists (RFC 1034, 3.1): who does not answer for it answers for nothing."""
    everything = {name: ["TIMEOUT"] for name in (".", DOMAIN, "example", f"_dmarc.{DOMAIN}")}
    broken: Data = {name: ["SERVFAIL"] for name in (".", "example", *HEALTHY)}
    broken_later = broken | {DOMAIN: [*HEALTHY[DOMAIN], "SERVFAIL"]}
    for data in (everything, broken_later):
        async with DnsServer(Zones(data)) as server:
            resolver = resolver_at(server, timeout=0.1)
            reports = [report async for report in check(DOMAIN, resolver, DNS_ONLY)]
            await resolver.close()
        assert reports[-1].done
        unknown = [finding.code for finding in reports[-1].findings if finding.status is Status.UNKNOWN]
        assert unknown == ["domain-unasked"]

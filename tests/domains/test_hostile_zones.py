"""A zone that means harm: what its records make the bot ask, find and keep. Counts, no times.

Each record is one that a resolver passes on over TCP. Before there were measures, the first two took 13.7 s and 9.2 s
of the loop, the second made a report of 225 MB, and the last put 1,290 questions about somebody else's name.
"""

import asyncio
from typing import Any

import pytest

from bot.cases.values.asked import Domains
from bot.cases.values.owed import cost
from bot.cases.values.typed import By, Typed
from bot.domains.engine.check import check, last
from bot.domains.net.dns import Outcome
from bot.domains.net.resolver import Budget
from bot.domains.net.resolver.check import is_outside
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.tree import MOST_FOLLOWED, MOST_RECORDS, walk
from bot.domains.standards.spf.values import Result, SpfProblem
from bot.domains.values import Fact, Finding, Options, Record, Report, Status, measured
from bot.measures import MOST_FINDINGS, MOST_RECORD, MOST_REPORT, MOST_TAGS
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, resolver_at
from tests.domains.test_check import HEALTHY

EVIL, VICTIM = "evil.example", "victim.test"
PLAIN: Data = {
    EVIL: [{"MX": [10, f"mx.{EVIL}"]}, {"A": "185.5.52.1"}, {"NS": f"ns1.{EVIL}"}, {"NS": f"ns2.{EVIL}"}],
    f"mx.{EVIL}": [{"A": "185.5.52.25"}],
    f"ns1.{EVIL}": [{"A": "185.5.52.53"}],
    f"ns2.{EVIL}": [{"A": "79.98.28.53"}],
    VICTIM: [{"A": "192.0.2.1"}],
}
MOST_FOUND = 30
MOST_KEPT = 40_000
"""Characters of a whole report. A healthy domain's has some 3,000."""
MOST_MORE = 50
"""Questions that a hostile record may cost beside the 76 that every domain costs."""


def spf(terms: str) -> Data:
    return PLAIN | {EVIL: [*PLAIN[EVIL], {"TXT": f"v=spf1 {terms} -all"}]}


def at(name: str, text: str) -> Data:
    return PLAIN | {f"{name}.{EVIL}": [{"TXT": text}]}


def many(term: str, count: int) -> str:
    return " ".join(term.format(n, n // 250, n % 250) for n in range(count))


ZONES: dict[str, Data] = {
    "a, 30,000 times": spf("a " * 30_000),
    "a, 2,000 times": spf("a " * 2_000),
    "3,900 networks": spf(many("ip4:10.{1}.{2}.1", 3_900)),
    "280 networks": spf(many("ip4:10.{1}.{2}.1", 280)),
    "280 wide networks": spf(many("ip4:{2}.0.0.0/8", 280)),
    "180 hosts": spf(many(f"a:h{{0}}.{VICTIM}", 180)),
    "180 includes": spf(many(f"include:h{{0}}.{VICTIM}", 180)),
    "180 mx": spf(many(f"mx:h{{0}}.{VICTIM}", 180)),
    "180 exists": spf(many(f"exists:h{{0}}.{VICTIM}", 180)),
    "600 ptr": spf(many("ptr:h{0}.x", 600)),
    "800 modifiers": spf(many("m{0}=", 800)),
    "two redirects, 300 times": spf(many("redirect=h{0}.x", 300)),
    "a label of 16,000": spf("include:." + "a" * 16_000 + "!"),
    "a label of 4,000": spf("include:." + "a" * 4_000 + "!"),
    "macros": spf("exists:" + "%{d}" * 900),
    "512 SPF records": PLAIN | {EVIL: [*PLAIN[EVIL], *({"TXT": f"v=spf1 -all x{n}"} for n in range(512))]},
    "58 blank ones": PLAIN | {EVIL: [*PLAIN[EVIL], *({"TXT": "spf" + " " * 1_020 + str(n)} for n in range(58))]},
    "DMARC tags": at("_dmarc", "v=DMARC1; p=none; " + "a=;" * 15_000),
    "DMARC tags of 4 kB": at("_dmarc", "v=DMARC1; p=none; " + "".join(f"a{n}=;" for n in range(600))),
    "DMARC destinations": at("_dmarc", "v=DMARC1; p=none; rua=" + many("mailto:a@v{0}.test,", 150)),
    "DMARC mailbox": at("_dmarc", "v=DMARC1; p=none; rua=mailto:a@" + "a." * 1_900 + "!"),
    "DKIM tags": at("*._domainkey", "v=DKIM1; " + "a=;" * 15_000),
    "DKIM key of nonsense": at("*._domainkey", "v=DKIM1; p=" + "MIIB" * 1_000),
    "MTA-STS tags": at("_mta-sts", "v=STSv1; " + "a=;" * 15_000),
    "TLS-RPT addresses": at("_smtp._tls", "v=TLSRPTv1; rua=" + many("mailto:a@v{0}.test,", 3_000)),
    "BIMI tags": at("default._bimi", "v=BIMI1; " + "a=;" * 15_000),
    "every text 60 kB": at("*", "x" * 60_000),
}


@pytest.fixture(scope="module")
def always() -> int:
    """Questions that every domain costs."""
    return len(asyncio.run(checked(PLAIN))[1])


@pytest.mark.parametrize("name", ZONES)
async def test_a_record_costs_few_questions_and_a_short_report(name: str, always: int) -> None:
    report, questions = await checked(ZONES[name])
    assert not [finding.code for finding in report.findings if finding.code.endswith("-failed")]
    assert len(report.findings) <= MOST_FOUND
    assert size(report.findings) <= MOST_KEPT
    assert len(questions) <= always + MOST_MORE
    # the record that is there is followed, and so is the one that would be proposed in its place
    assert (
        len([question for question in questions if question.endswith(VICTIM)]) <= 2 * 2 * MOST_FOLLOWED + MOST_RECORDS
    )


async def test_a_tree_that_branches_without_end_is_followed_to_its_limits() -> None:
    """Ten includes a record, six levels deep: 1,111,111 records by the letter."""
    data = spf(many(f"include:i{{0}}.{EVIL}", 10)) | {
        f"i{n}.{EVIL}": [{"TXT": f"v=spf1 {many(f'include:i{{0}}.i{n}.{EVIL}', 10)} -all"}] for n in range(10)
    }
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        tree = await walk(EVIL, resolver.for_check())
        await resolver.close()
        assert server.queries == MOST_RECORDS
    assert tree.lookups > 10


async def test_the_limits_of_a_tree_are_the_same_whoever_answers_first() -> None:
    data = spf(many(f"include:i{{0}}.{EVIL}", 6) + " " + many(f"a:h{{0}}.{EVIL}", 6)) | {
        f"i{n}.{EVIL}": [{"TXT": f"v=spf1 {many(f'a:h{{0}}.i{n}.{EVIL}', 6)} -all"}] for n in range(6)
    }
    trees = set()
    for delay in (0.0, 0.01, 0.02):
        async with DnsServer(Zones(data), delay) as server:
            resolver = resolver_at(server)
            tree = await walk(EVIL, resolver.for_check())
            await resolver.close()
        trees.add((tree.lookups, tree.costs, tuple(branch.voids for branch in tree.all())))
    assert len(trees) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ZONES["3,900 networks"], "spf-too-long"),
        (ZONES["DMARC tags"], "dmarc-too-long"),
        (at("_dmarc", "v=DMARC1; p=none; " + "a=b;" * (MOST_TAGS + 1)), "dmarc-too-long"),
        (ZONES["DKIM tags"], "dkim-too-long"),
        (ZONES["MTA-STS tags"], "mta-sts-too-long"),
        (ZONES["TLS-RPT addresses"], "tls-rpt-too-long"),
        (ZONES["BIMI tags"], "bimi-too-long"),
        (
            spf(f"include:long.{EVIL}") | {f"long.{EVIL}": [{"TXT": "v=spf1 " + "ip4:185.5.52.1 " * 400}]},
            "spf-include-too-long",
        ),
    ],
)
async def test_a_record_that_is_not_read_to_its_end_is_called_so(data: Data, code: str) -> None:
    report, _ = await checked(data)
    (chosen,) = [finding for finding in report.findings if finding.code == code]
    assert chosen.status is Status.UNKNOWN
    of_check = [finding.status for finding in report.findings if finding.check == chosen.check]
    assert Status.OK not in of_check


async def test_an_address_is_not_judged_by_half_a_record() -> None:
    async with DnsServer(Zones(ZONES["3,900 networks"])) as server:
        resolver = resolver_at(server)
        finding = await check_host("10.0.0.1", EVIL, f"a@{EVIL}", EVIL, resolver.for_check())
        await resolver.close()
    assert (finding.result, finding.problem) == (Result.PERMERROR, SpfProblem.TOO_LONG)


@pytest.mark.parametrize("length", [MOST_RECORD, MOST_RECORD + 1])
async def test_a_record_is_read_up_to_the_measure(length: int) -> None:
    text = "v=spf1 " + "ip4:185.5.52.1 " * 400
    report, _ = await checked(PLAIN | {EVIL: [*PLAIN[EVIL], {"TXT": text[: length - 5] + " -all"}]})
    assert ("spf-too-long" in {finding.code for finding in report.findings}) == (length > MOST_RECORD)


async def test_a_kind_of_fault_is_said_once_with_all_its_terms() -> None:
    report, _ = await checked(spf("mx ip4:10.0.0.1 ip4:192.168.0.1 include:x.victim.test include:y.victim.test"))
    findings = {
        finding.code: {fact.name: fact.value for fact in finding.facts}
        for finding in report.findings
        if finding.check == "spf"
    }
    assert findings["spf-private"]["term"] == "ip4:10.0.0.1, ip4:192.168.0.1"
    assert findings["spf-include-missing"]["term"] == "include:x.victim.test, include:y.victim.test"


async def test_questions_about_strangers_are_few() -> None:
    """One command of five such domains put 1,290 questions about the stranger's name."""
    hosts = {"MX": [10, "x"]}
    mx = [hosts | {"MX": [n, f"m{n}.{VICTIM}"]} for n in range(20)]
    ns = [{"NS": f"n{n}.{VICTIM}"} for n in range(60)]
    srv = [{"SRV": [0, n, 443, f"s{n}.{VICTIM}"]} for n in range(200)]
    data = {
        EVIL: [*mx, *ns, {"TXT": "v=spf1 " + many(f"a:h{{0}}.{VICTIM}", 150) + " -all"}],
        f"_autodiscover._tcp.{EVIL}": srv,
        f"_dmarc.{EVIL}": [{"TXT": "v=DMARC1; p=none; rua=" + many(f"mailto:a@r{{0}}.{VICTIM},", 120)}],
        VICTIM: [{"A": "192.0.2.1"}],
    }
    _, questions = await checked(data)
    assert any(question.endswith(VICTIM) for question in questions)
    assert len([question for question in questions if question.endswith(VICTIM)]) <= Budget().outside


async def test_a_healthy_domain_needs_a_fraction_of_the_budget() -> None:
    async with DnsServer(Zones(HEALTHY)) as server:
        resolver = resolver_at(server)
        view = resolver.for_check(domain="imone.example")
        await last("imone.example", check("imone.example", resolver, Options(network=False)))
        outside = [question.name for question in server.asked if is_outside(question.name, "imone.example")]
        view.close()
        await resolver.close()
    assert len(outside) <= Budget().outside / 10


@pytest.mark.parametrize(
    ("name", "outside"),
    [
        ("imone.lt", False),
        ("mx1.imone.lt", False),
        ("25.52.5.185.in-addr.arpa", False),
        ("2.0.0.127.zen.spamhaus.org", False),
        ("_spf.google.com", False),
        ("_netblocks2.google.com", False),
        ("spf.protection.outlook.com", False),
        ("mx1.mail.ovh.net", False),
        ("victim.lt", True),
        ("notimone.lt", True),
        ("imone.lt.victim.lt", True),
        ("google.com.victim.lt", True),
    ],
)
def test_whom_a_question_goes_to(name: str, outside: bool) -> None:
    assert is_outside(name, "imone.lt") is outside


async def test_answers_are_held_only_as_far_as_the_budget_goes() -> None:
    data: Data = {f"t{n}.{EVIL}": [{"TXT": "x" * 30_000}] for n in range(10)}
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        view = resolver.for_check(Budget(bytes=100_000))
        outcomes = [(await view.ask(name, "TXT")).outcome for name in data]
        view.close()
        await resolver.close()
    assert outcomes == [Outcome.FOUND] * 4 + [Outcome.BUDGET] * 6


async def test_work_between_questions_is_paid_for() -> None:
    async with DnsServer(Zones(HEALTHY)) as server:
        resolver = resolver_at(server)
        view = resolver.for_check(Budget(work=1.0))
        view.worked(0.9)
        assert (await view.ask("imone.example", "A")).outcome is Outcome.FOUND
        view.worked(0.2)
        assert (await view.ask("imone.example", "MX")).outcome is Outcome.BUDGET
        await resolver.close()


def test_a_report_is_kept_within_its_measures() -> None:
    record = Record("a.lt", "TXT", "x" * 1_000)
    findings = [
        Finding("spf", Status.ERROR, f"spf-{n}", (record,) * 9, (Fact("term", "y" * 9_000),)) for n in range(300)
    ]
    kept = measured(findings)
    assert len(kept) == MOST_FINDINGS
    assert sum(len(evidence.value) for finding in kept for evidence in finding.evidence) <= MOST_REPORT
    assert all(len(str(fact.value)) <= 1_001 for finding in kept for fact in finding.facts)
    assert measured(kept[:2]) == kept[:2]


def test_a_command_costs_as_many_questions_as_it_has_domains() -> None:
    assert cost(Domains(("a.lt", "b.lt", "c.lt"))) == 3
    assert cost(Typed("550", By.SMTP)) == 1


async def checked(data: dict[str, Any]) -> tuple[Report, list[str]]:
    """The report, and the names that were asked for."""
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server)
        report = await last(EVIL, check(EVIL, resolver, Options(network=False, sender_ip="8.8.8.8")))
        await resolver.close()
        return report, [question.name for question in server.asked if not question.over_tcp]


def size(findings: tuple[Finding, ...]) -> int:
    records = sum(
        len(record.name) + len(record.value) for finding in findings for record in (*finding.evidence, *finding.publish)
    )
    return records + sum(len(str(fact.value)) for finding in findings for fact in finding.facts)

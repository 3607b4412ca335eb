"""What our check and checkdmarc say of the same zones: of set-ups that are right, and of ones whose fault is known.

    python -m tests.benchmarks.beside_checkdmarc [--cases DIR]

Both ask one server on loopback, and DNS only. Compared are the checks that both make: MX, SPF, DMARC, MTA-STS, TLS-RPT,
BIMI, and the name servers with their SOA. DNSSEC is not: checkdmarc says whether a zone is signed, not how well.

How checkdmarc's answers become ours:
- an error, or `valid` false, is an error; a warning is a warning; else it is fine. That MTA-STS, TLS-RPT or BIMI is not
  used counts as fine;
- warning and error count as one and the same, for both programs, and so do fine and notice;
- it has no "unknown": an error is right too where that is expected;
- it has no "notice": its warnings are advice as well as alarms. A column of their own takes each for what fits better;
- nothing is fetched over HTTPS: it is handed an MTA-STS policy that fits the MX hosts, and its word that BIMI's
  certificate could not be verified is left out.

`DIR/*.yml` and `DIR/right/*.yml` are cases: `domain`, `zonedata`, and `expect`, the statuses that each check may have.
"""

import argparse
import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import checkdmarc.mta_sts
import requests
import yaml

from bot.domains.engine.check import check, last
from bot.domains.engine.registry import all_checks
from bot.domains.values import Options
from bot.workspace.dns import DnsServer, Zones
from tests.benchmarks.mailcheck import theirs
from tests.domains.checking import Data, resolver_at
from tests.domains.test_healthy import SET_UPS, zones

CASES = Path(__file__).parents[3] / "shared" / "acceptance" / "mailcheck-public"
SECTIONS = {
    "mx": ("mx",),
    "spf": ("spf",),
    "dmarc": ("dmarc",),
    "mta-sts": ("mta_sts",),
    "tls-rpt": ("smtp_tls_reporting",),
    "bimi": ("bimi",),
    "nameservers": ("ns", "soa"),
}
"""Our check -> the parts of checkdmarc's answer."""
OPTIONAL = {"mta_sts", "smtp_tls_reporting", "bimi"}
RANKS = ("ok", "notice", "unknown", "warning", "error")
FINE, TROUBLE, UNKNOWN = {"ok", "notice"}, {"warning", "error"}, {"unknown"}
OURS = {"ok": FINE, "notice": FINE, "unknown": UNKNOWN, "warning": TROUBLE, "error": TROUBLE}
"""What a status may stand for."""
THEIRS = OURS | {"error": TROUBLE | UNKNOWN}
THEIRS_AS_ADVICE = THEIRS | {"warning": FINE | TROUBLE}
NOT_FETCHED = "without a valid mark certificate"
Statuses = dict[str, str]
"""Check -> the worst status that it gave."""


@dataclass
class Score:
    """One program's, by one reading of its statuses."""

    title: str
    meanings: dict[str, set[str]]
    expected: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    """Check -> healthy set-ups in which it said worse than a notice."""
    alarmed: int = 0
    """Healthy set-ups with any such."""
    misses: list[str] = field(default_factory=list)

    def healthy(self, name: str, statuses: Statuses) -> None:
        alarms = [key for key in SECTIONS if key in statuses and not self.fits(statuses[key], FINE)]
        self.alarms.update(alarms)
        self.alarmed += bool(alarms)
        self.misses += [f"{name}: {key} {statuses[key]}, but it is healthy" for key in alarms]

    def case(self, name: str, expect: dict[str, list[str]], statuses: Statuses) -> None:
        for key in expect.keys() & SECTIONS.keys():
            self.expected[key] += 1
            if key in statuses and self.fits(statuses[key], set(expect[key])):
                self.right[key] += 1
            else:
                self.misses.append(f"{name}: {key} {statuses.get(key)}, not {'/'.join(expect[key])}")

    def fits(self, status: str, allowed: set[str]) -> bool:
        return bool(self.meanings[status] & allowed)


async def ours(server: DnsServer, domain: str) -> Statuses:
    resolver = resolver_at(server)
    try:
        report = await last(domain, check(domain, resolver, Options(network=False)))
    finally:
        await resolver.close()
    return worst((finding.check, str(finding.status)) for finding in report.findings)


def worst(statuses: Iterable[tuple[str, str]]) -> Statuses:
    result: Statuses = {}
    for check_name, status in statuses:
        result[check_name] = max(result.get(check_name, "ok"), status, key=RANKS.index)
    return result


def read(answer: dict[str, Any]) -> Statuses:
    """checkdmarc's answer in our words."""
    return worst((key, section(part, answer[part])) for key, parts in SECTIONS.items() for part in parts)


def section(part: str, answer: dict[str, Any]) -> str:
    error = str(answer.get("error") or "")
    if part in OPTIONAL and "not exist" in error:
        return "ok"
    if error or answer.get("valid") is False:
        return "error"
    return "warning" if any(NOT_FETCHED not in text for text in answer.get("warnings", ())) else "ok"


def stay_off_the_network(data: Data, domain: str) -> None:
    """checkdmarc's downloads: MTA-STS gets a policy that names the domain's MX hosts, BIMI nothing."""

    def refused(*_: Any, **__: Any) -> None:
        raise requests.ConnectionError

    hosts = [str(dns_host(entry["MX"])) for entry in data.get(domain, ()) if isinstance(entry, dict) and "MX" in entry]
    lines = ["version: STSv1", "mode: enforce", *(f"mx: {host}" for host in hosts), "max_age: 604800", ""]
    requests.Session.get = refused  # type: ignore[method-assign,assignment]
    checkdmarc.mta_sts.download_mta_sts_policy = lambda *_, **__: {"policy": "\r\n".join(lines), "warnings": []}


def dns_host(value: Any) -> str:
    """Of an MX record, as text or as preference and host."""
    return str(value[1] if isinstance(value, list) else value.split()[1]).rstrip(".")


def served(data: Data) -> Zones | None:
    """None where our server cannot hold a record: text of bytes that are not UTF-8, or what is no record at all."""
    with suppress(ValueError, AttributeError):
        return Zones(data)
    return None


async def both(held: Zones, data: Data, domain: str) -> tuple[Statuses, Statuses]:
    async with DnsServer(held) as server:
        mine = await ours(server, domain)
        stay_off_the_network(data, domain)
        return mine, read(await asyncio.to_thread(theirs, server.port, domain))


async def measure(cases: list[Path]) -> None:
    all_checks()
    logging.disable()
    mailbot = Score("mailbot", OURS)
    peers = [Score("checkdmarc", THEIRS), Score("checkdmarc, warnings as advice", THEIRS_AS_ADVICE)]
    scores = [mailbot, *peers]
    for name, scenario in SET_UPS.items():
        data = zones(scenario["domain"], scenario["zone"])
        mine, its = await both(Zones(data), data, scenario["domain"])
        mailbot.healthy(name, mine)
        for peer in peers:
            peer.healthy(name, its)
    played, unserved = 0, []
    for path in cases:
        scenario = yaml.safe_load(path.read_bytes())
        if not scenario["expect"].keys() & SECTIONS.keys():
            continue
        held = served(scenario["zonedata"])
        if held is None:
            unserved.append(path.stem)
            continue
        mine, its = await both(held, scenario["zonedata"], str(scenario.get("ascii", scenario["domain"])))
        played += 1
        mailbot.case(path.stem, scenario["expect"], mine)
        for peer in peers:
            peer.case(path.stem, scenario["expect"], its)
    table(scores, played)
    print(f"\nour server cannot hold: {', '.join(unserved) or 'none'}")
    for score in scores:
        print(f"\n{score.title} misses:", *sorted(score.misses), sep="\n  ")


def table(scores: list[Score], played: int) -> None:
    def row(title: str, values: Iterable[object]) -> None:
        print("|", " | ".join(map(str, (title, *values))), "|")

    row("", [score.title for score in scores])
    row("---", ["---"] * len(scores))
    row(f"{len(SET_UPS)} healthy set-ups: those with an alarm", [score.alarmed for score in scores])
    for name in SECTIONS:
        row(f"… in {name}", [score.alarms[name] for score in scores])
    if played:
        expected = scores[0].expected
        row(f"{expected.total()} expectations of {played} cases: right", [score.right.total() for score in scores])
        for name in SECTIONS:
            row(f"… {expected[name]} in {name}", [score.right[name] for score in scores])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=CASES)
    folder = parser.parse_args().cases
    asyncio.run(measure(sorted([*folder.glob("*.yml"), *folder.glob("right/*.yml")])))

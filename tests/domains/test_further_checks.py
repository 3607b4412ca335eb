"""What holds for all the further checks: no zone makes them fail or ask without end; four steps are their longest."""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domains.knowledge.blocklists import blocklists
from bot.domains.net.dns import Answer
from bot.domains.net.resolver import CheckResolver
from bot.domains.shared.look import Look
from bot.domains.values import Options
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import DOMAIN, Data, agree, resolver_at, run

NAMES = ("ptr", "blocklist", "dmarc", "dkim", "mta_sts", "tls_rpt", "dane", "dnssec", "bimi", "autodiscover")
CHECKS = [import_module(f"bot.domains.checks.{name}") for name in NAMES]
HOST = f"mail.{DOMAIN}"

_text = st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=60)
_faults = st.sampled_from(["TIMEOUT", "SERVFAIL", "REFUSED", "BOGUS", "SECURE"])


def _records(*prefixes: str) -> st.SearchStrategy[list[Any]]:
    record = st.builds(lambda start, rest: {"TXT": start + rest}, st.sampled_from([*prefixes, ""]), _text)
    return st.lists(record | _faults, max_size=3)


def _answers(kind: str, *values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from([{kind: value} for value in values]) | _faults, max_size=3, unique_by=str)


ZONES = st.fixed_dictionaries(
    {
        DOMAIN: st.builds(
            lambda mx, txt: [*mx, *txt],
            _answers("MX", [10, HOST], [0, "."], [20, "nera.example"], [5, "185.5.54.7"]),
            _records("v=spf1 ", "v=DMARC1; p=reject"),
        ),
        HOST: _answers("A", "185.5.54.7", "127.0.0.1", "10.0.0.1") | _answers("AAAA", "2a02:4780::25", "::1"),
        "7.54.5.185.in-addr.arpa": _answers("PTR", HOST, "niekur.example", "ip-185-5-54-7.isp.example"),
        f"_dmarc.{DOMAIN}": _records("v=DMARC1; ", "v=DMARC1; p=reject; rua=mailto:a@b.example; "),
        f"default._domainkey.{DOMAIN}": _records("v=DKIM1; p=", "v=DKIM1; k=", "k=rsa; t=y; p=")
        | _answers("CNAME", HOST),
        f"_mta-sts.{DOMAIN}": _records("v=STSv1; id=", "v=STSv1;"),
        f"_smtp._tls.{DOMAIN}": _records("v=TLSRPTv1; rua=", "v=TLSRPTv1;"),
        f"default._bimi.{DOMAIN}": _records("v=BIMI1; l=https://", "v=BIMI1; l=; a="),
        f"_25._tcp.{HOST}": _answers("TLSA", f"3 1 1 {'ab' * 32}", "9 9 9 00", "3 0 0 30"),
        "7.54.5.185.zen.spamhaus.org": _answers("A", "127.0.0.2", "127.255.255.254", "203.0.113.5"),
        "2.0.0.127.zen.spamhaus.org": _answers("A", "127.0.0.2", "127.255.255.254"),
        f"autodiscover.{DOMAIN}": _answers("CNAME", HOST, "nera.example", f"autodiscover.{DOMAIN}"),
        f"_imaps._tcp.{DOMAIN}": _answers("SRV", [0, 0, 993, HOST], [0, 0, 0, "."]),
    }
)


@given(zones=ZONES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_zone_makes_a_check_fail_or_speak_without_words(zones: Data) -> None:
    async def all_checks() -> None:
        async with DnsServer(Zones(zones)) as server:
            resolver = resolver_at(server, timeout=0.05)
            view = resolver.for_check()
            options = Options(network=False, selectors=("given", "a._domainkey.kitas.example"), sender_ip="185.5.54.9")
            for check in CHECKS:
                for finding in await check.check(Look(DOMAIN, view, options)):
                    agree(check, finding)
            view.close()
            await resolver.close()

    asyncio.run(all_checks())


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_domain_that_answers_nothing_is_unknown_to_every_check(check: ModuleType, word: str) -> None:
    findings = await run(check, {DOMAIN: [word], f"*.{DOMAIN}": [word]})
    assert "unknown" in {str(finding.status) for finding in findings}
    assert not {
        finding.code for finding in findings if finding.code.endswith("-missing") or finding.code.endswith("-none")
    }


async def test_a_zone_of_a_thousand_servers_costs_a_bounded_number_of_questions() -> None:
    hosts = [f"mx{number}.{DOMAIN}" for number in range(1000)]
    data: Data = {DOMAIN: [{"MX": [number, host]} for number, host in enumerate(hosts)]}
    data |= {host: [{"A": f"185.5.{number // 250}.{number % 250 + 1}"}] for number, host in enumerate(hosts)}
    data["1.0.5.185.in-addr.arpa"] = [{"PTR": host} for host in hosts]
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server, timeout=2)
        view = resolver.for_check()
        for check in CHECKS:
            await check.check(Look(DOMAIN, view, Options(network=False)))
        view.close()
        await resolver.close()
        assert server.queries < 600


class Rounds:
    """A resolver that lets questions through only when all who can ask have asked: `count` is the steps of the longest
    chain, however slow the machine."""

    def __init__(self, view: CheckResolver) -> None:
        self._view, self._answers, self._in_flight = view, {}, 0
        self._gate: asyncio.Task[None] | None = None
        self.count = 0

    async def ask(self, name: str, type: str, *, checking_disabled: bool = False) -> Answer:
        return await asyncio.shield(self._begin((name, type, checking_disabled)))

    async def ask_all(self, questions: Iterable[tuple[str, str]]) -> list[Answer]:
        return await asyncio.gather(*(self.ask(name, kind) for name, kind in questions))

    def put(self, questions: Iterable[tuple[str, str]], *, checking_disabled: bool = False) -> None:
        for name, kind in questions:
            self._begin((name, kind, checking_disabled))

    def _begin(self, key: tuple[str, str, bool]) -> "asyncio.Future[Answer]":
        if key not in self._answers:
            self._answers[key] = asyncio.ensure_future(self._in_turn(key))
        return self._answers[key]

    async def _in_turn(self, key: tuple[str, str, bool]) -> Answer:
        self._gate = self._gate or asyncio.ensure_future(self._open())
        await self._gate
        self._in_flight += 1
        try:
            return await self._view.ask(key[0], key[1], checking_disabled=key[2])
        finally:
            self._in_flight -= 1

    async def _open(self) -> None:
        quiet = 0
        while quiet < 50:
            await asyncio.sleep(0.001 if self._in_flight else 0)
            quiet = 0 if self._in_flight else quiet + 1
        self._gate = None
        self.count += 1


async def test_no_chain_of_questions_is_longer_than_four() -> None:
    listed = "7.54.5.185.zen.spamhaus.org"
    data: Data = {
        DOMAIN: [{"MX": [10, HOST]}, {"TXT": "v=spf1 mx include:_spf.google.com -all"}],
        HOST: [{"A": "185.5.54.7"}],
        "7.54.5.185.in-addr.arpa": [{"PTR": HOST}, {"PTR": "kitas.example"}],
        f"_dmarc.{DOMAIN}": [{"TXT": "v=DMARC1; p=reject; rua=mailto:a@ataskaitos.example"}],
        "ataskaitos.example": [{"A": "185.5.54.8"}],
        listed: [{"A": "127.0.0.2"}],
        f"_autodiscover._tcp.{DOMAIN}": [{"SRV": [0, 0, 443, f"auto.{DOMAIN}"]}],
    }
    data |= {entry.entry(entry.test): [{"A": "127.0.0.2"}] for entry in blocklists() if entry.codes}
    async with DnsServer(Zones(data)) as server:
        resolver = resolver_at(server, timeout=5)
        view = resolver.for_check()
        rounds = Rounds(view)
        look = Look(DOMAIN, rounds, Options(network=False))  # type: ignore[arg-type]
        await asyncio.gather(*(check.check(look) for check in CHECKS))
        view.close()
        await resolver.close()
    assert rounds.count == 4

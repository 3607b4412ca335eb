"""May this address send? RFC 7208's evaluation over zones on loopback."""

from typing import Any

import pytest

from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.values import Result, SpfProblem, SpfResult
from bot.workspace.dns import DnsServer, Zones
from tests.domains.checking import Data, patience, resolver_at


async def evaluate(
    zones: Data, ip: str = "192.0.2.3", sender: str = "jonas@imone.test", helo: str = "mx.test"
) -> SpfResult:
    async with DnsServer(Zones(zones)) as server:
        resolver = resolver_at(server, patience(zones))
        view = resolver.for_check()
        try:
            return await check_host(ip, sender.rpartition("@")[2] or helo, sender, helo, view)
        finally:
            view.close()
            await resolver.close()


def spf(text: str, *more: Any) -> list[Any]:
    return [{"TXT": text}, *more]


async def test_the_term_that_decides_is_named() -> None:
    zones = {
        "imone.test": spf("v=spf1 include:a.test -all"),
        "a.test": spf("v=spf1 ip4:198.51.100.0/24 ?include:b.test ~all"),
    }
    verdict = await evaluate(zones, "198.51.100.9")
    assert (verdict.result, verdict.term, verdict.domain) == (Result.PASS, "include:a.test", "imone.test")


@pytest.mark.parametrize(
    ("ending", "result"), [("-all", "fail"), ("~all", "softfail"), ("?all", "neutral"), ("", "neutral")]
)
async def test_an_address_that_no_term_names_gets_the_ending(ending: str, result: str) -> None:
    verdict = await evaluate({"imone.test": spf(f"v=spf1 ip4:198.51.100.1 {ending}")})
    assert verdict.result == result


async def test_an_included_fail_does_not_match_but_an_included_error_ends_all() -> None:
    zones = {"imone.test": spf("v=spf1 include:a.test ~all"), "a.test": spf("v=spf1 -all")}
    assert (await evaluate(zones)).result == "softfail"
    zones["a.test"] = spf("v=spf1 bad")
    verdict = await evaluate(zones)
    assert (verdict.result, verdict.term, verdict.domain) == (Result.PERMERROR, "bad", "a.test")
    del zones["a.test"]
    assert (await evaluate(zones)).problem is SpfProblem.NO_RECORD


async def test_the_eleventh_look_up_is_an_error_and_the_steps_are_told() -> None:
    zones = {"imone.test": spf("v=spf1 " + " ".join(f"include:s{n}.test" for n in range(11)) + " -all")}
    zones |= {f"s{n}.test": spf("v=spf1 ?all") for n in range(11)}
    verdict = await evaluate(zones)
    assert (verdict.problem, verdict.lookups) == (SpfProblem.LOOKUPS, 10)
    assert [step.lookups for step in verdict.steps] == list(range(1, 11))
    assert verdict.steps[3].term == "include:s3.test"


async def test_the_third_empty_look_up_is_an_error_and_its_names_are_told() -> None:
    zones = {"imone.test": spf("v=spf1 a:x.gone.test a:y.gone.test ip4:192.0.2.3 a:z.gone.test -all")}
    assert (await evaluate(zones)).result == "pass"
    verdict = await evaluate(zones, "192.0.2.4")
    assert (verdict.problem, verdict.voids) == (SpfProblem.VOIDS, ("x.gone.test", "y.gone.test", "z.gone.test"))


async def test_a_timeout_is_never_a_verdict() -> None:
    assert (await evaluate({"imone.test": ["TIMEOUT"]})).result == "temperror"
    zones = {"imone.test": spf("v=spf1 a:mail.test -all"), "mail.test": ["SERVFAIL"]}
    assert (await evaluate(zones)).result == "temperror"


async def test_mapped_addresses_are_ipv4() -> None:
    zones = {"imone.test": spf("v=spf1 ip4:192.0.2.3 -all")}
    assert (await evaluate(zones, "::ffff:192.0.2.3")).result == "pass"


async def test_the_domain_explains_its_fail() -> None:
    zones = {
        "imone.test": spf("v=spf1 -all exp=why.%{d}"),
        "why.imone.test": spf("%{i} may not send for %{d}; ask %{S}"),
    }
    verdict = await evaluate(zones, sender="jonas+x@imone.test")
    assert verdict.explanation == "192.0.2.3 may not send for imone.test; ask jonas%2Bx%40imone.test"


async def test_macros_spell_the_address_for_a_look_up() -> None:
    zones = {
        "imone.test": spf("v=spf1 exists:%{ir}.%{v}.%{l1r+}.ok.test -all"),
        "3.2.0.192.in-addr.jonas.ok.test": [{"A": "127.0.0.2"}],
    }
    assert (await evaluate(zones, sender="x+jonas@imone.test")).result == "fail"
    assert (await evaluate(zones, sender="jonas+x@imone.test")).result == "pass"


async def test_an_empty_sender_is_judged_by_its_helo_name() -> None:
    zones = {"mx.test": spf("v=spf1 ip4:192.0.2.3 -all"), "imone.test": spf("v=spf1 -all")}
    assert (await evaluate(zones, sender="")).result == "pass"


@pytest.mark.parametrize("domain", ["imone", "[192.0.2.1]", "a..test", "a" * 64 + ".test", "žąsis.lt"])
async def test_a_name_that_cannot_be_asked_for_has_no_policy(domain: str) -> None:
    assert (await evaluate({}, sender=f"jonas@{domain}")).result == "none"


async def test_more_than_ten_mx_hosts_are_an_error() -> None:
    hosts = [{"MX": [n, f"mx{n}.imone.test"]} for n in range(11)]
    zones: Data = {"imone.test": spf("v=spf1 mx -all", *hosts)}
    zones |= {f"mx{n}.imone.test": [{"A": f"198.51.100.{n}"}] for n in range(11)}
    assert (await evaluate(zones)).problem is SpfProblem.MX_HOSTS

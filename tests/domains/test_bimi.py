"""BIMI records, and the DMARC policy that they rest on."""

import pytest

from bot.domains.checks import bimi
from tests.domains.checking import DOMAIN, Data, codes, run

LOGO = "l=https://imone.example/logo.svg"
FULL = f"v=BIMI1; {LOGO}; a=https://imone.example/vmc.pem"


def at(*records: str, policy: str = "v=DMARC1; p=reject") -> Data:
    return {
        DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}],
        f"_dmarc.{DOMAIN}": [{"TXT": policy}],
        f"default._bimi.{DOMAIN}": [{"TXT": record} for record in records],
    }


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), {"bimi-missing"}),
        ((FULL,), {"bimi-ok"}),
        ((f"v=BIMI1; {LOGO};",), {"bimi-no-certificate"}),
        (("v=BIMI1; l=; a=;",), {"bimi-declined"}),
        (("v=BIMI1; l=http://imone.example/logo.svg; a=https://imone.example/vmc.pem",), {"bimi-not-https"}),
        (("v=BIMI1; l=https://imone.example/logo.png; a=https://imone.example/vmc.pem",), {"bimi-not-svg"}),
        (("v=BIMI1",), {"bimi-invalid"}),
        (("v=bimi1; l=https://imone.example/logo.svg",), {"bimi-invalid"}),
        ((FULL, f"v=BIMI1; {LOGO}"), {"bimi-several"}),
    ],
)
async def test_the_record(records: tuple[str, ...], expected: set[str]) -> None:
    assert await codes(bimi, at(*records)) == expected


@pytest.mark.parametrize(
    "policy",
    [
        "v=DMARC1; p=none",
        "v=DMARC1; p=reject; sp=none",
        "v=DMARC1; p=quarantine; pct=20",
        "v=DMARC1; p=reject; t=y",
        "x",
    ],
)
async def test_a_weak_dmarc_policy_keeps_the_logo_hidden(policy: str) -> None:
    assert await codes(bimi, at(FULL, policy=policy)) == {"bimi-dmarc-weak"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown(word: str) -> None:
    assert await codes(bimi, {**at(), f"default._bimi.{DOMAIN}": [word]}) == {"bimi-unknown"}
    assert await codes(bimi, {**at(FULL), f"_dmarc.{DOMAIN}": [word]}) == {"bimi-unknown"}


async def test_a_subdomain_takes_the_logo_of_its_organisational_domain() -> None:
    data = at(FULL)
    below = f"naujienos.{DOMAIN}"
    data[below] = [{"MX": [10, f"mail.{DOMAIN}"]}]
    (finding,) = await run(bimi, data, domain=below)
    assert finding.code == "bimi-ok"
    data[f"default._bimi.{below}"] = [{"TXT": "v=BIMI1; l=; a=;"}]
    (finding,) = await run(bimi, data, domain=below)
    assert finding.code == "bimi-declined"

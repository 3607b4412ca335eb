"""Rows that say how well mail is protected on its way: IPv6, DNSSEC of the mail hosts, CAA, RPKI, TLS levels."""

import json
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.checks import caa, ipv6, mail_dnssec, rpki
from bot.domains.knowledge.certificate_issuers import issuers, names_of
from bot.domains.net.fetch import Fetched, Page
from bot.domains.net.ripestat import RouteValidity, route
from bot.domains.standards.tls_levels import Level, level
from tests.domains.checking import DOMAIN, Data, codes, run

OWN, FOREIGN = f"mx1.{DOMAIN}", "mx.serveris.example"


def hosts(*names: str, v6: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Data:
    data: Data = {DOMAIN: [*({"MX": [10 + place, name]} for place, name in enumerate(names)), *words]}
    for name in names:
        data[name] = [{"A": "185.5.52.25"}, *([{"AAAA": "2a02:4780::25"}] if name in v6 else [])]
    return data


async def test_ipv6_of_the_mail_hosts() -> None:
    assert await codes(ipv6, hosts(OWN, v6=(OWN,))) == {"ipv6-ok"}
    assert await codes(ipv6, hosts(OWN, FOREIGN, v6=(FOREIGN,))) == {"ipv6-ok"}
    assert await codes(ipv6, hosts(OWN)) == {"ipv6-missing"}
    assert await codes(ipv6, hosts("mx1.mail.ovh.net")) == {"ipv6-provider"}, "its customer has nothing to mend"
    assert await codes(ipv6, {DOMAIN: [{"MX": [0, "."]}]}) == {"ipv6-not-needed"}
    assert await codes(ipv6, {**hosts(OWN), OWN: [{"A": "185.5.52.25"}, "SERVFAIL"]}) == {"ipv6-unknown"}


async def test_dnssec_of_the_zones_that_hold_the_mail_hosts() -> None:
    signed, half = hosts(OWN, words=("SECURE",)), hosts(OWN, FOREIGN, words=("SECURE",))
    assert await codes(mail_dnssec, signed) == {"mail-dnssec-ok"}
    (finding,) = await run(mail_dnssec, half)
    assert (finding.code, finding.facts[0].value) == ("mail-dnssec-insecure", FOREIGN)
    assert await codes(mail_dnssec, hosts(OWN, FOREIGN)) == set(), "a domain that proves nothing has no way to protect"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, "caa-open"),
        ({DOMAIN: ['0 issue "letsencrypt.org"']}, "caa-ok"),
        ({DOMAIN: ['0 iodef "mailto:x@imone.example"']}, "caa-open"),
        ({DOMAIN: ['0 issue ";"']}, "caa-nobody"),
        ({DOMAIN: ['0 issue ";"'], OWN: ['0 issue "sectigo.com; account=1"']}, "caa-ok"),
        ({DOMAIN: ['0 issue "letsencrypt.org"'], OWN: ['0 issuewild ";"']}, "caa-open"),
        ({DOMAIN: ['128 isue "letsencrypt.org"']}, "caa-critical"),
        ({DOMAIN: ['0 isue "letsencrypt.org"']}, "caa-open"),
    ],
)
async def test_caa_of_the_domains_own_mail_hosts(entries: dict[str, list[str]], expected: str) -> None:
    """RFC 8659, 3: the nearest name with CAA records holds alone."""
    data = hosts(OWN)
    for name, values in entries.items():
        data[name] = [*data[name], *({"CAA": value} for value in values)]
    assert await codes(caa, data) == {expected}


async def test_caa_of_a_providers_host_is_not_the_domains_matter() -> None:
    data = {**hosts(FOREIGN), FOREIGN: [{"A": "185.5.52.25"}, {"CAA": '0 issue ";"'}]}
    assert await codes(caa, data) == {"caa-not-needed"}
    assert await codes(caa, {**hosts(OWN), OWN: [{"A": "185.5.52.25"}, "SERVFAIL"]}) == {"caa-unknown"}


def ripestat(state: object, *, asns: Any = ("203020",)) -> Any:
    """RIPEstat's two answers, as https://stat.ripe.net/docs/02.data-api/ shows them."""

    async def fetch(url: str, *, limit: int = 0) -> Page:
        data: Any = {"asns": list(asns), "prefix": "185.5.52.0/22"}
        if "rpki-validation" in url:
            assert url.endswith("?resource=203020&prefix=185.5.52.0/22")
            data = {"resource": "203020", "prefix": "185.5.52.0/22", "validating_roas": [], "status": state}
        return Page(
            url, Fetched.OK, json.dumps({"status": "ok", "data_call_status": "supported", "data": data}).encode()
        )

    return fetch


async def test_the_routes_to_the_mail_hosts() -> None:
    for state, expected in (
        ("valid", "rpki-ok"),
        ("unknown", "rpki-unsigned"),
        ("invalid_asn", "rpki-invalid"),
        ("invalid_length", "rpki-invalid"),
        ("?", "rpki-unknown"),
    ):
        assert await codes(rpki, hosts(OWN), fetch=ripestat(state), rpki=True) == {expected}
    assert await codes(rpki, hosts(OWN), fetch=ripestat("valid")) == set(), "off unless it is turned on"
    assert await codes(rpki, hosts(OWN), fetch=ripestat("valid", asns=()), rpki=True) == {"rpki-unknown"}


@given(st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
@settings(max_examples=40, deadline=None)
async def test_no_answer_of_ripestat_is_too_strange(value: object) -> None:
    async def fetch(url: str, *, limit: int = 0) -> Page:
        assert url.startswith("https://stat.ripe.net/data/")
        assert url.count("&") <= 1
        return Page(url, Fetched.OK, json.dumps({"data": {"asns": [value], "prefix": value, "status": value}}).encode())

    answer = await route(ip_address("185.5.52.25"), fetch)
    assert answer is None or answer.validity in RouteValidity


@pytest.mark.parametrize(
    ("version", "cipher", "expected"),
    [
        ("TLSv1.3", "TLS_AES_256_GCM_SHA384", Level.GOOD),
        ("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256", Level.GOOD),
        ("TLSv1.3", "TLS_AES_128_GCM_SHA256", Level.SUFFICIENT),
        ("TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", Level.SUFFICIENT),
        ("TLSv1.2", "ECDHE-ECDSA-CHACHA20-POLY1305", Level.SUFFICIENT),
        ("TLSv1.2", "ECDHE-RSA-AES256-SHA384", Level.PHASE_OUT),
        ("TLSv1.2", "ECDHE-ECDSA-CAMELLIA128-SHA256", Level.PHASE_OUT),
        ("TLSv1.2", "DHE-RSA-AES128-GCM-SHA256", Level.PHASE_OUT),
        ("TLSv1.2", "ECDHE-RSA-AES256-SHA", Level.INSUFFICIENT),
        ("TLSv1.2", "AES256-GCM-SHA384", Level.INSUFFICIENT),
        ("TLSv1.2", "DES-CBC3-SHA", Level.INSUFFICIENT),
        ("TLSv1.1", "ECDHE-RSA-AES256-SHA", Level.OUTDATED),
    ],
)
def test_what_ncsc_thinks_of_a_connection(version: str, cipher: str, expected: Level) -> None:
    """As Internet.nl's checks/tasks/tls/tls_constants.py has the levels of NCSC-NL's guidelines of 2025."""
    assert level(version, cipher) is expected


def test_an_authority_is_known_by_the_name_in_its_certificates() -> None:
    assert names_of("Let's Encrypt") == {"letsencrypt.org"}
    assert names_of("DigiCert Inc") & {"digicert.com"}
    assert names_of("Unknown Authority") == frozenset()
    assert issuers()

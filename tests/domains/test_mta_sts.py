"""MTA-STS: the record by DNS, the policy over real HTTPS, the policy against the MX."""

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domains.checks import mta_sts
from bot.domains.standards.mta_sts import PolicyMode, read_policy, record_fault
from tests.domains.authority_ca import TestAuthority
from tests.domains.checking import DOMAIN, Data, codes, run
from tests.domains.test_https_fetcher import serving

POLICY = f"version: STSv1\r\nmode: enforce\r\nmx: mail.{DOMAIN}\r\nmx: *.atsarga.example\r\nmax_age: 604800\r\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return TestAuthority(tmp_path_factory.mktemp("authority"))


def at(*records: str, mx: str = f"mail.{DOMAIN}") -> Data:
    data: Data = {DOMAIN: [{"MX": [10, mx]}], f"mta-sts.{DOMAIN}": [{"A": "185.5.54.80"}]}
    data[f"_mta-sts.{DOMAIN}"] = [{"TXT": record} for record in records]
    return data


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), "mta-sts-missing"),
        (("v=STSv1; id=20261101T000000",), "mta-sts-policy-unchecked"),
        (("v=STSv1;id=1;",), "mta-sts-policy-unchecked"),
        (("v=STSv1; id=2026-11-01T10:00;",), "mta-sts-record-invalid"),
        (("v=STSv1; id=" + "1" * 33,), "mta-sts-record-invalid"),
        (("v=STSv1;",), "mta-sts-record-invalid"),
        (("v=stsv1; id=1",), "mta-sts-record-invalid"),
        (("v=STSv1; id=1", "v=STSv1; id=2"), "mta-sts-several"),
        (("v=STSv1; id=1", "some-verification=2"), "mta-sts-policy-unchecked"),
        (("v=spf1 -all",), "mta-sts-missing"),
    ],
)
async def test_the_record(records: tuple[str, ...], expected: str) -> None:
    assert await codes(mta_sts, at(*records), network=False) == {expected}


async def test_a_wrong_record_comes_with_the_one_that_was_meant() -> None:
    (finding,) = await run(mta_sts, at("v=STSv1; id=2026-11-01T10:00;"))
    assert [record.value for record in finding.publish] == ["v=STSv1; id=20261101T1000"]


async def test_a_policy_host_without_address() -> None:
    data = at("v=STSv1; id=1")
    del data[f"mta-sts.{DOMAIN}"]
    assert await codes(mta_sts, data, network=False) == {"mta-sts-host-missing"}


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown_never_missing(word: str) -> None:
    assert await codes(mta_sts, {**at(), f"_mta-sts.{DOMAIN}": [word]}) == {"mta-sts-unknown"}
    assert await codes(mta_sts, {**at("v=STSv1; id=1"), f"mta-sts.{DOMAIN}": [word]}) == {"mta-sts-unknown"}


async def test_a_domain_that_takes_no_mail_needs_none() -> None:
    assert await codes(mta_sts, {DOMAIN: [{"MX": [0, "."]}]}) == {"mta-sts-not-needed"}


@pytest.mark.parametrize(
    ("policy", "mx", "expected"),
    [
        (POLICY, f"mail.{DOMAIN}", {"mta-sts-ok"}),
        (POLICY, "mx1.atsarga.example", {"mta-sts-ok"}),
        (POLICY, "a.mx1.atsarga.example", {"mta-sts-mx-mismatch"}),
        (POLICY, "naujas.example", {"mta-sts-mx-mismatch"}),
        (POLICY.replace("enforce", "testing"), "naujas.example", {"mta-sts-mx-mismatch-testing", "mta-sts-testing"}),
        (POLICY.replace("enforce", "testing"), f"mail.{DOMAIN}", {"mta-sts-testing"}),
        (POLICY.replace("enforce", "none"), "naujas.example", {"mta-sts-mode-none"}),
        (POLICY.replace("604800", "300"), f"mail.{DOMAIN}", {"mta-sts-short-age"}),
        (POLICY.replace("STSv1", "STSv2"), f"mail.{DOMAIN}", {"mta-sts-policy-invalid"}),
        ("<html><body>Sveiki</body></html>", f"mail.{DOMAIN}", {"mta-sts-policy-invalid"}),
        ("", f"mail.{DOMAIN}", {"mta-sts-policy-invalid"}),
    ],
)
async def test_the_policy_against_the_mx(authority: TestAuthority, policy: str, mx: str, expected: set[str]) -> None:
    urls = []

    async def serve(request: web.Request) -> web.Response:
        urls.append(str(request.url.path))
        return web.Response(text=policy)

    async with serving(authority, serve) as fetch:
        assert await codes(mta_sts, at("v=STSv1; id=1", mx=mx), fetch=fetch) == expected
    assert urls == ["/.well-known/mta-sts.txt"]


async def test_what_goes_wrong_on_the_way_is_told_apart(authority: TestAuthority) -> None:
    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound("https://kitas.example/")

    async def large(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 70_000)

    async def none(request: web.Request) -> web.Response:
        raise web.HTTPNotFound

    data = at("v=STSv1; id=1")
    for handler, code in ((away, "redirect"), (large, "too-large"), (none, "missing")):
        async with serving(authority, handler) as fetch:
            assert await codes(mta_sts, data, fetch=fetch) == {f"mta-sts-policy-{code}"}
    async with serving(authority, none, "kitas.example") as fetch:
        assert await codes(mta_sts, data, fetch=fetch) == {"mta-sts-policy-certificate"}
    async with serving(authority, none, allow=()) as fetch:
        assert await codes(mta_sts, data, fetch=fetch) == {"mta-sts-policy-private"}


@pytest.mark.parametrize(
    ("days", "life", "mode", "expected"),
    [
        (10, 90, "enforce", {"mta-sts-certificate-expiring"}),
        (10, 90, "testing", {"mta-sts-certificate-expiring", "mta-sts-testing"}),
        (10, 90, "none", {"mta-sts-mode-none"}),
        (20, 90, "enforce", {"mta-sts-ok"}),
        (4, 6, "enforce", {"mta-sts-ok"}),
        (1, 6, "enforce", {"mta-sts-certificate-expiring"}),
    ],
)
async def test_a_certificate_that_ends_soon(
    authority: TestAuthority, days: int, life: int, mode: str, expected: set[str]
) -> None:
    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=POLICY.replace("enforce", mode))

    async with serving(authority, serve, days=days, life=life) as fetch:
        findings = await run(mta_sts, at("v=STSv1; id=1"), fetch=fetch)
    assert {finding.code for finding in findings} == expected
    for finding in findings:
        if finding.code == "mta-sts-certificate-expiring":
            facts = {fact.name: fact.value for fact in finding.facts}
            assert (facts["host"], facts["days"]) == (f"mta-sts.{DOMAIN}", days - 1)


async def test_without_network_nothing_is_fetched(authority: TestAuthority) -> None:
    async def never(request: web.Request) -> web.Response:
        raise AssertionError("fetched")

    async with serving(authority, never) as fetch:
        (finding,) = await run(mta_sts, at("v=STSv1; id=1"), fetch=fetch, network=False)
    assert finding.code == "mta-sts-policy-unchecked"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("max_age: 604800", "max_age: 31557601"), "max_age"),
        (("max_age: 604800", "max_age: -1"), "max_age"),
        (("max_age: 604800\r\n", ""), "max_age"),
        (("mode: enforce", "mode: strict"), "mode"),
        ((f"mail.{DOMAIN}", f"*.*.{DOMAIN}"), "mx"),
        (("\r\n", "\n"), ""),
        (("version", "Version"), "version"),
    ],
)
def test_policy_syntax(change: tuple[str, str], fault: str) -> None:
    assert read_policy(POLICY.replace(*change).encode()).fault == fault


def test_unknown_fields_are_ignored() -> None:
    policy = read_policy((POLICY + "extra: 1\r\n").encode())
    assert (policy.fault, policy.mode, len(policy.mx)) == ("", PolicyMode.ENFORCE, 2)
    assert record_fault("v=STSv1; id=1; extra=x") == ""


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_policy_is_too_strange_to_read(body: bytes) -> None:
    read_policy(body)
    read_policy(POLICY.encode() + body)


async def test_a_policy_that_is_not_served_as_plain_text(authority: TestAuthority) -> None:
    """RFC 8461, 3.2: senders should hold the media type to `text/plain`."""

    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=POLICY, content_type="text/html")

    async with serving(authority, serve) as fetch:
        assert await codes(mta_sts, at("v=STSv1; id=1"), fetch=fetch) == {"mta-sts-policy-media-type"}

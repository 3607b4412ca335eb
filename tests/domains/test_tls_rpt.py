"""TLS-RPT records (RFC 8460)."""

import pytest

from bot.domains.checks import tls_rpt
from tests.domains.checking import DOMAIN, Data, codes, run


def at(*records: str) -> Data:
    return {
        DOMAIN: [{"MX": [10, f"mail.{DOMAIN}"]}],
        f"_smtp._tls.{DOMAIN}": [{"TXT": record} for record in records],
    }


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((), "tls-rpt-missing"),
        (("v=TLSRPTv1; rua=mailto:tls@imone.example",), "tls-rpt-ok"),
        (("v=TLSRPTv1;rua=https://ataskaitos.example/v1;",), "tls-rpt-ok"),
        (("v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/",), "tls-rpt-ok"),
        (("v=TLSRPTv1; rua=tls@imone.example",), "tls-rpt-rua-invalid"),
        (("v=TLSRPTv1; rua=http://ataskaitos.example/",), "tls-rpt-rua-invalid"),
        (("v=TLSRPTv1; rua=",), "tls-rpt-rua-invalid"),
        (("v=TLSRPTv1;",), "tls-rpt-invalid"),
        (("v=TLSRPTv2; rua=mailto:tls@imone.example",), "tls-rpt-invalid"),
        (("v=TLSRPTv1; rua=mailto:a@b.example", "v=TLSRPTv1; rua=mailto:c@b.example"), "tls-rpt-several"),
        (("google-site-verification=1",), "tls-rpt-missing"),
    ],
)
async def test_the_record(records: tuple[str, ...], expected: str) -> None:
    assert await codes(tls_rpt, at(*records)) == {expected}


async def test_an_address_without_scheme_is_mended() -> None:
    (finding,) = await run(tls_rpt, at("v=TLSRPTv1; rua=tls@imone.example"))
    assert finding.publish[0].value == "v=TLSRPTv1; rua=mailto:tls@imone.example"


@pytest.mark.parametrize("word", ["TIMEOUT", "SERVFAIL", "REFUSED"])
async def test_a_fault_is_unknown_never_missing(word: str) -> None:
    assert await codes(tls_rpt, {**at(), f"_smtp._tls.{DOMAIN}": [word]}) == {"tls-rpt-unknown"}


async def test_a_domain_that_takes_no_mail_needs_none() -> None:
    assert await codes(tls_rpt, {DOMAIN: [{"MX": [0, "."]}]}) == {"tls-rpt-not-needed"}


@pytest.mark.parametrize(
    ("records", "places"),
    [
        (("v=tlsrptv1; rua=mailto:a@imone.example",), "mailto:a@imone.example"),
        (("v=TLSRPTv1, rua=mailto:a@imone.example",), "mailto:a@imone.example"),
        (
            ("v=TLSRPTv1; rua=mailto:a@imone.example", "v=TLSRPTv1; rua=https://b.example/v1"),
            "https://b.example/v1,mailto:a@imone.example",
        ),
        (("v=TLSRPTv1; rua=mailto:a@imone.example,b@imone.example",), "mailto:a@imone.example,mailto:b@imone.example"),
        (("v=TLSRPTv1; rua=",), f"mailto:tlsrpt@{DOMAIN}"),
    ],
)
async def test_every_place_for_reports_is_kept(records: tuple[str, ...], places: str) -> None:
    (finding,) = await run(tls_rpt, at(*records))
    assert [record.value for record in finding.publish] == [f"v=TLSRPTv1; rua={places}"]

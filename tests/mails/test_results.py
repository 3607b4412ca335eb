"""Authentication-Results and Received-SPF, as receivers write them; authres is the oracle where it can read a field."""

import authres
import pytest

from bot.mails.header.results import received_spf, results

WELL_FORMED = (
    "mx.google.com; spf=pass (google.com: domain of a@b.example designates 192.0.2.1 as permitted sender) "
    "smtp.mailfrom=a@b.example; dkim=pass header.i=@b.example header.s=s1 header.b=abc; "
    "dmarc=pass (p=NONE) header.from=b.example",
    "mx4.messagingengine.com; dkim=none (no signatures found); iprev=pass smtp.remote-ip=192.0.2.1 (mail.b.example)",
    "mail.b.example (amavisd-new); dkim=pass (2048-bit key) header.d=b.example",
    'mx.b.example; dkim=fail reason="body hash did not verify" header.d=b.example',
    "example.org 1; none",
)


@pytest.mark.parametrize("field", WELL_FORMED)
def test_well_formed_fields_are_read_as_authres_reads_them(field: str) -> None:
    oracle = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {field}")
    parsed = results(field)
    assert parsed.by == oracle.authserv_id
    expected = [(each.method, each.result) for each in oracle.results if isinstance(each, authres.AuthenticationResult)]
    assert [(each.method, each.result) for each in parsed.results] == expected
    for ours, theirs in zip(parsed.results, oracle.results, strict=False):
        properties = {f"{each.type}.{each.name}": str(each.value) for each in theirs.properties}
        assert properties.items() <= dict(ours.properties).items()


@pytest.mark.parametrize(
    ("field", "by", "expected"),
    [
        (
            "spf=softfail (sender IP is 192.0.2.1) smtp.mailfrom=b.example; dkim=none (message not signed) "
            "header.d=none;dmarc=none action=none header.from=b.example;compauth=fail reason=001",
            None,
            [("spf", "softfail"), ("dkim", "none"), ("dmarc", "none"), ("compauth", "fail")],
        ),
        (
            "mta.yahoo.com; dkim=pass header.i=@b.example; spf=pass;",
            "mta.yahoo.com",
            [("dkim", "pass"), ("spf", "pass")],
        ),
        ("i=2; mx.b.example; arc=pass (i=1); dmarc=fail", "mx.b.example", [("arc", "pass"), ("dmarc", "fail")]),
        (
            "mx.b.example; spf=pass smtp.mailfrom=b.example dkim=fail",
            "mx.b.example",
            [("spf", "pass"), ("dkim", "fail")],
        ),
    ],
)
def test_what_authres_refuses_is_read_too(field: str, by: str | None, expected: list[tuple[str, str]]) -> None:
    read = results(field)
    assert read.by == by
    assert [(each.method, each.result) for each in read.results] == expected


def test_received_spf_tells_result_domain_and_client() -> None:
    parsed = received_spf(
        "Fail (protection.outlook.com: domain of b.example does not designate 192.0.2.1 as permitted sender) "
        "receiver=protection.outlook.com; client-ip=192.0.2.1; helo=mail.b.example;"
    )
    assert parsed is not None
    assert (parsed.result, parsed.domain, parsed.client) == ("fail", "b.example", "192.0.2.1")
    assert received_spf("see https://example.org") is None

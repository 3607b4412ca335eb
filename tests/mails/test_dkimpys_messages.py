"""Messages of dkimpy's own tests (see NOTICE), which neither we nor our keys signed: verified or refused rightly."""

from pathlib import Path

import pytest

from bot.mails.chain import Chain, ChainOutcome, verify_chain
from bot.mails.signatures import KeyRecord, SignatureResult, verify

MESSAGES = Path(__file__).parent / "dkimpy"
P = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx"
    "/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTI"
    "KT+l/K4w3QIDAQAB"
)
RSA = f"v=DKIM1; g=*; k=rsa; p={P}"
ED25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
TEST, BRISBANE = "test._domainkey.football.example.com", "brisbane._domainkey.football.example.com"


def outcomes(name: str, *keys: tuple[str, str]) -> list[SignatureResult]:
    verified = verify((MESSAGES / name).read_bytes(), [KeyRecord(*key) for key in keys])
    return [each.outcome for each in verified]


def test_of_two_signatures_each_is_verified() -> None:
    name = "rfc6376.signed.msg"
    assert outcomes(name, (BRISBANE, ED25519), (TEST, RSA)) == [SignatureResult.VALID, SignatureResult.VALID]
    assert outcomes(name, (TEST, RSA)) == [SignatureResult.UNKNOWN, SignatureResult.VALID]


@pytest.mark.parametrize(
    "record",
    [
        f"v=DKIM1; g=*; k=ed25519-sha256; p={P}",  # badk.txt
        f"v=DKIM1: g=*; k=rsa; p={P}",  # badversion.txt
        f"k=rsa; p={P[:20]}",
    ],
)
def test_a_damaged_key_verifies_nothing(record: str) -> None:
    assert outcomes("rfc6376.signed.msg", (BRISBANE, ED25519), (TEST, record)) == [
        SignatureResult.VALID,
        SignatureResult.MALFORMED,
    ]


def test_a_signature_without_its_time_was_changed() -> None:
    assert outcomes("rfc6376.signed.no_t.msg", (TEST, RSA)) == [SignatureResult.HEADER]


def test_a_domain_that_is_none_is_not_believed() -> None:
    name = "test._domainkey.legitimate.com(.attacker.com"
    assert outcomes("test.message.baddomain", (name, RSA)) == [SignatureResult.MALFORMED]


def test_a_chain_is_verified_and_one_whose_seal_names_fields_is_not() -> None:
    keys = [KeyRecord("test._domainkey.example.com", RSA)]
    assert verify_chain((MESSAGES / "arc.msg").read_bytes(), keys) == Chain(
        ChainOutcome.VALID, 1, "example.com", "example.com"
    )
    assert verify_chain((MESSAGES / "arc.h-in-seal.msg").read_bytes(), keys) == Chain(ChainOutcome.BROKEN, 1)

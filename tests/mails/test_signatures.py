"""Signatures verified again: RFC 8463's own message, and twenty that the test signs itself."""

import base64
from itertools import product

import dkim
import nacl.encoding
import nacl.signing
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.mails.signatures import KeyRecord, SignatureResult, key_names, verify

MAIL = b"""From: Ona <ona@imone.example>\r
To: jonas@kepykla.example\r
Subject: Saskaita uz lapkriti\r
Date: Tue, 24 Nov 2026 10:00:00 +0200\r
Message-ID: <1@imone.example>\r
X-Folded: a long field\r
 that goes on\r
\r
Sveiki,\r
\r
siunciu  saskaita. \r
"""
RSA = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 1024)
ED25519 = nacl.signing.SigningKey.generate()

SHORT_PRIVATE = (
    b"-----BEGIN RSA PRIVATE KEY-----\n"
    b"MIIBywIBAAJhALH6BjpC6ccAzfAR+lRQ0bvbhvCS1LSIrdk4tTxgtx87Uc1tH2cR9D8n9wSo0+okZj3pRcqbwtLHii+0UC908RBX"
    b"oUVcFgZZGAwTH8qCdSU+TRA8DmXN1u60gL6nvW45cwIDAQABAmBbiBO12P30K9S99/D/dgU3kSJoDYu5QWXvhnunDrJ/LHnYpZt1"
    b"3cT4yiv/SHicPZU/1P7hhTgiyqVBfURWEwOX4tRTB9/u7rPKRldXgiXxxZGtF9+YJgVeN9g/FQpdfwkCMQDe4zkbjzEoD/1aDJpb"
    b"dHY7vPV2KDyKK7Th/mecVG00d/SkmXDGmuZ6ei+zZ5Q5Mm8CMQDMasP8MaTzhv4xj+Cj679D14fghLG/c6VnPMW/K6xLzPr0gZQW"
    b"7zU8P6zjE6v8mz0CMQCTXqGvuynBV3EoTRTySzqxnOqfSVNd+DANDOzszFW4T2gOPPX4GwsxCADqGh5DAzkCMEv0E7Q+QfsWmpaR"
    b"zjc6Hkw35k3fIChx8PBmHVfGA3P6yvhUuVC4OwCS7EtHgO0QRQIxALV4MtIS3N0reJC169jkZFrADqbKpEVBYChgwUbClUGoOz6O"
    b"kRDNwCO3fEWgPQA8IA=="
    b"\n-----END RSA PRIVATE KEY-----\n"
)
"""768 bits, made for these tests: today's libraries make none so short."""
SHORT_RECORD = (
    "v=DKIM1; k=rsa; p="
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALH6BjpC6ccAzfAR+lRQ0bvbhvCS1LSIrdk4tTxgtx87Uc1tH2cR9D8n9wSo0+okZj3p"
    "RcqbwtLHii+0UC908RBXoUVcFgZZGAwTH8qCdSU+TRA8DmXN1u60gL6nvW45cwIDAQAB"
)


def pem(key: rsa.RSAPrivateKey) -> bytes:
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    return key.private_bytes(*kinds)


def record(key: rsa.RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


PRIVATE = {
    "rsa": pem(RSA),
    "ed": ED25519.encode(encoder=nacl.encoding.Base64Encoder),
}
KEYS: dict[str, str | None] = {
    "rsa._domainkey.imone.example": record(RSA),
    "ed._domainkey.imone.example": "v=DKIM1; k=ed25519; p="
    + ED25519.verify_key.encode(encoder=nacl.encoding.Base64Encoder).decode(),
}
ALGORITHMS = {"rsa": b"rsa-sha256", "ed": b"ed25519-sha256"}


def signed(
    selector: str = "rsa",
    canon: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
    *,
    length: bool = False,
    private: bytes = b"",
    fields: tuple[bytes, ...] = (b"from", b"to", b"subject", b"date", b"x-folded"),
) -> bytes:
    line = dkim.DKIM(MAIL).sign(
        selector.encode(),
        b"imone.example",
        private or PRIVATE[selector],
        ALGORITHMS[selector],
        canonicalize=canon,
        include_headers=list(fields),
        length=length,
    )
    return bytes(line) + MAIL


def outcome(raw: bytes, keys: dict[str, str | None] = KEYS) -> SignatureResult:
    (verified,) = verify(raw, [KeyRecord(*entry) for entry in keys.items()])
    return verified.outcome


WAYS = list(product(("rsa", "ed"), ((b"simple", b"simple"), (b"relaxed", b"relaxed"))))


@pytest.mark.parametrize(("selector", "canon"), WAYS)
def test_what_was_signed_passes_and_what_was_changed_is_named(selector: str, canon: tuple[bytes, bytes]) -> None:
    raw = signed(selector, canon)
    assert outcome(raw) is SignatureResult.VALID
    assert outcome(raw + b"--\r\nSarasas: https://sarasas.example\r\n") is SignatureResult.FOOTER
    assert outcome(raw.replace(b"saskaita.", b"saskaita!")) is SignatureResult.BODY
    assert outcome(raw.replace(b"Subject: ", b"Subject: [sarasas] ")) is SignatureResult.SUBJECT
    assert outcome(raw.replace(b"To: jonas@", b"To: petras@")) is SignatureResult.HEADER


def test_a_second_from_breaks_the_signature_and_a_fold_in_its_own_value_does_not() -> None:
    raw = signed()
    assert outcome(b"From: direktorius@imone.example\r\n" + raw) is SignatureResult.HEADER
    assert outcome(raw.replace(b"From: Ona", b"From: direktorius@imone.example\r\nFrom: Ona")) is SignatureResult.HEADER
    value = raw.index(b" b=") + 20
    assert outcome(raw[:value] + b"\r\n\t" + raw[value:]) is SignatureResult.VALID


def test_folding_and_blanks_matter_to_simple_alone() -> None:
    for canon, expected in (
        ((b"simple", b"simple"), SignatureResult.HEADER),
        ((b"relaxed", b"relaxed"), SignatureResult.VALID),
    ):
        assert outcome(signed("rsa", canon).replace(b"field\r\n that", b"field that")) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"Date: ", b"Reply-To: sarasas@sarasas.example\r\nDate: ", SignatureResult.REPLY_TO),
        (
            b"From: Ona <ona@imone.example>",
            b"From: Ona per sarasa <sarasas@sarasas.example>\r\nReply-To: Ona <ona@imone.example>",
            SignatureResult.FROM,
        ),
        (
            b"From: Ona <ona@imone.example>",
            b"From: 'Ona' via Sarasas <sarasas@sarasas.example>\r\nX-Original-From: Ona <ona@imone.example>",
            SignatureResult.FROM,
        ),
        (
            b"To: jonas@kepykla.example",
            b"X-Original-To: jonas@kepykla.example\r\nTo: petras@kepykla.example",
            SignatureResult.TO,
        ),
        (b"Subject: Saskaita uz", b"Subject: Saskaita\r\n uz", SignatureResult.FOLDED),
        (b"From: Ona <ona@imone.example>", b"From: Ona <ona@sarasas.example>", SignatureResult.HEADER),
        (b"From: Ona", b"Reply-To: Ona <ona@kita.example>\r\nFrom: Jonas", SignatureResult.HEADER),
    ],
)
def test_a_changed_field_is_named_only_where_the_signature_verifies_without_the_change(
    before: bytes, after: bytes, expected: SignatureResult
) -> None:
    names = (b"from", b"to", b"subject", b"date", b"x-folded", b"reply-to")
    raw = signed("ed", (b"simple", b"simple"), fields=names)
    assert outcome(raw) is SignatureResult.VALID
    assert outcome(raw.replace(before, after)) is expected


def test_a_signed_length_lets_a_footer_pass() -> None:
    assert outcome(signed(length=True) + b"--\r\nfooter\r\n") is SignatureResult.VALID


def test_a_key_that_is_gone_revoked_short_or_not_to_be_had_is_told_apart() -> None:
    name = "rsa._domainkey.imone.example"
    raw = signed()
    assert key_names(raw) == (name,)
    assert outcome(raw, {name: None}) is SignatureResult.NO_KEY
    assert outcome(raw, {name: "v=DKIM1; p="}) is SignatureResult.REVOKED
    assert outcome(raw, {}) is SignatureResult.UNKNOWN
    assert outcome(raw, {name: "v=DKIM1; k=rsa; p=AAAA"}) is not SignatureResult.VALID
    assert outcome(raw, {name: record(OTHER)}) is SignatureResult.HEADER
    assert outcome(signed(private=SHORT_PRIVATE), {name: SHORT_RECORD}) is SignatureResult.SHORT_KEY


RFC_8463 = (
    b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    b" d=football.example.com; i=@football.example.com;\r\n"
    b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    b" subject : date : message-id : from : subject : date;\r\n"
    b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    b" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    b" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"To: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\n"
    b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    b"\r\n"
    b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)


def test_the_message_of_rfc_8463_passes() -> None:
    key = {
        "brisbane._domainkey.football.example.com": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    }
    assert outcome(RFC_8463, dict(key)) is SignatureResult.VALID


@pytest.mark.parametrize(
    "raw", [b"", b"DKIM-Signature: \n\nx", b"DKIM-Signature: v=1; d=a.b; s=c; a=x; bh=!; b=!\n\nx"]
)
def test_a_broken_signature_raises_nothing(raw: bytes) -> None:
    assert all(
        verified.outcome is not SignatureResult.VALID
        for verified in verify(raw, [KeyRecord("c._domainkey.a.b", "v=DKIM1; p=AAAA")])
    )

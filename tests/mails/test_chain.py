"""ARC chains verified again, which the test seals itself: a mail that two servers passed on."""

import dkim
import pytest

from bot.mails.chain import Chain, ChainOutcome, chain_key_names, verify_chain
from bot.mails.read import read_file
from bot.mails.signatures import KeyRecord
from tests.mails.test_signatures import MAIL, PRIVATE, RSA, SHORT_PRIVATE, SHORT_RECORD, record, signed

FORWARDER, LIST = "arc._domainkey.persiuntejas.example", "s2._domainkey.sarasas.example"
KEYS: dict[str, str | None] = {FORWARDER: record(RSA), LIST: record(RSA)}


def sealed(raw: bytes, selector: bytes, domain: bytes, results: bytes, private: bytes = PRIVATE["rsa"]) -> bytes:
    """With one more set, of what this server wrote as its results."""
    mail = b"Authentication-Results: " + domain + b"; " + results + b"\r\n" + raw
    fields = dkim.ARC(mail).sign(selector, domain, private, domain, include_headers=[b"from", b"to", b"subject"])
    return b"".join(fields) + raw


def forwarded(results: bytes = b"spf=pass smtp.mailfrom=imone.example; dmarc=pass header.from=imone.example") -> bytes:
    return sealed(MAIL, b"arc", b"persiuntejas.example", results)


def passed_on_twice(status: bytes = b"arc=pass; spf=fail smtp.mailfrom=imone.example") -> bytes:
    return sealed(forwarded(), b"s2", b"sarasas.example", status)


def chain(raw: bytes, keys: dict[str, str | None] = KEYS) -> Chain | None:
    return verify_chain(raw, [KeyRecord(*entry) for entry in keys.items()])


def test_a_valid_chain_tells_that_the_first_server_saw_the_checks_pass() -> None:
    assert chain_key_names(passed_on_twice()) == (LIST, FORWARDER)
    assert chain(passed_on_twice()) == Chain(ChainOutcome.VALID, 2, "sarasas.example", "persiuntejas.example")
    failed = forwarded(b"spf=pass smtp.mailfrom=imone.example; dmarc=fail header.from=imone.example")
    assert chain(failed) == Chain(ChainOutcome.VALID, 1, "persiuntejas.example")
    assert chain(MAIL) is None
    assert chain(signed()) is None


def test_a_chain_that_was_changed_is_broken_where_it_was_changed() -> None:
    raw = passed_on_twice()
    first, second = (ChainOutcome.BROKEN, 1, "persiuntejas.example"), (ChainOutcome.BROKEN, 2, "sarasas.example")
    assert chain(raw.replace(b"dmarc=pass", b"dmarc=none")) == Chain(*first)
    assert chain(raw.replace(b"spf=fail", b"spf=pass")) == Chain(*second)
    assert chain(raw + b"--\r\nreklama\r\n") == Chain(*second)  # the seals hold, the newest message signature does not
    assert chain(raw.replace(b"ARC-Seal: i=1", b"X-Removed: i=1")) == Chain(ChainOutcome.BROKEN, 1)


def test_an_earlier_message_signature_need_not_hold() -> None:
    listed = forwarded().replace(b"Subject: ", b"Subject: [sarasas] ")
    assert chain(sealed(listed, b"s2", b"sarasas.example", b"arc=pass; dmarc=fail")) == Chain(
        ChainOutcome.VALID, 2, "sarasas.example", "persiuntejas.example"
    )


def test_a_sealer_that_found_it_broken_is_named() -> None:
    assert chain(passed_on_twice(b"arc=fail; spf=fail")) == Chain(ChainOutcome.ENDED, 2, "sarasas.example")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({**KEYS, FORWARDER: None}, Chain(ChainOutcome.NO_KEY, 1, "persiuntejas.example")),
        ({**KEYS, LIST: "v=DKIM1; p="}, Chain(ChainOutcome.NO_KEY, 2, "sarasas.example")),
        ({LIST: KEYS[LIST]}, Chain(ChainOutcome.UNKNOWN, 1, "persiuntejas.example")),
        ({**KEYS, LIST: "v=DKIM1; p=AAAA"}, Chain(ChainOutcome.BROKEN, 2, "sarasas.example")),
    ],
)
def test_a_key_that_is_gone_or_not_to_be_had_is_told_apart(keys: dict[str, str | None], expected: Chain) -> None:
    assert chain(passed_on_twice(), keys) == expected


def test_a_key_under_1024_bits_is_too_short() -> None:
    raw = sealed(MAIL, b"arc", b"persiuntejas.example", b"dmarc=pass", SHORT_PRIVATE)
    assert chain(raw, {FORWARDER: SHORT_RECORD}) == Chain(ChainOutcome.SHORT_KEY, 1, "persiuntejas.example")


def test_what_a_valid_chain_says_is_the_sealers_word_only() -> None:
    """Anybody can seal anything: the receiver's own checks stay what they were."""
    trace = (
        b"Authentication-Results: mx.kepykla.example; dmarc=fail header.from=imone.example\r\n"
        b"Received: from mail.svetima.example (mail.svetima.example [91.200.14.3]) by mx.kepykla.example with ESMTPS"
        b" id 1 for <jonas@kepykla.example>; Tue, 24 Nov 2026 09:02:11 +0000\r\n"
    )
    raw = trace + forwarded()
    assert chain(raw) == Chain(ChainOutcome.VALID, 1, "persiuntejas.example", "persiuntejas.example")
    assert read_file(raw).auth.dmarc == "fail"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", None),
        (b"ARC-Seal: \n\nx", None),
        (b"ARC-Seal: i=1; a=x; cv=none; d=a.b; s=c; b=!\n\nx", ChainOutcome.BROKEN),
        (b"ARC-Seal: i=9999999; d=a.b; s=c\n\nx", ChainOutcome.UNKNOWN),
        (b"no header\n" + forwarded(), ChainOutcome.UNKNOWN),
        # dkimpy knows no instance after a fold and a tab: what it cannot read is not called broken.
        (
            forwarded().replace(b"ARC-Message-Signature: i=1;", b"ARC-Message-Signature:\r\n\ti=1;"),
            ChainOutcome.UNKNOWN,
        ),
    ],
)
def test_a_chain_that_cannot_be_read_raises_nothing(raw: bytes, expected: ChainOutcome | None) -> None:
    verified = chain(raw, {**KEYS, "c._domainkey.a.b": "v=DKIM1; p=AAAA"})
    assert (verified.outcome if verified else None) is expected

"""ARC (RFC 8617) verified again by dkimpy, with keys that somebody looked up before.

What a valid chain says is its sealers' word: it explains a mail, and is never taken for the receiver's own checks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dkim

from bot.mails.header.results import results
from bot.mails.signatures import FAULTS, LEAST_BITS, KeyRecord, Lookup, head, is_revoked, tags

MOST = 12
"""Sets of one mail that are verified; RFC 8617 allows 50, and servers write one to five."""


class ChainOutcome(StrEnum):
    VALID = "valid"
    BROKEN = "broken"
    """What this set covers was changed afterwards, or the set is incomplete."""
    ENDED = "ended"
    """This set's sealer found the chain broken itself (`cv=fail`)."""
    NO_KEY = "no-key"
    """There is none, or it was revoked."""
    SHORT_KEY = "short-key"
    """Under 1024 bits (RFC 8301)."""
    UNKNOWN = "unknown"
    """A key could not be looked up, or the chain is longer or stranger than we read."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain as it verifies now."""

    outcome: ChainOutcome
    instance: int = 0
    """Of the set at which it fails; of a valid chain, of the last. 0 where no set can be named."""
    domain: str = ""
    """Who sealed that set; empty where none is named."""
    passed_at: str = ""
    """Who sealed the first set of a valid chain, where that set says that the checks passed; else empty."""


def is_sealed(raw: bytes) -> bool:
    """Whether the mail may have an ARC set: quickly told, of any bytes."""
    return b"arc-seal" in raw[:262144].lower()


def chain_key_names(raw: bytes) -> tuple[str, ...]:
    """Where the keys of the mail's ARC sets stand in the DNS, each once."""
    return tuple(dict.fromkeys(_names(raw)))[: 2 * MOST]


def verify_chain(raw: bytes, records: Iterable[KeyRecord]) -> Chain | None:
    """None where the mail has no ARC set."""
    if not chain_key_names(raw):
        return None
    keys = {record.name: record.text for record in records}
    try:
        message = dkim.ARC(raw, minkey=LEAST_BITS)
        last, _ = message.sorted_arc_headers()
        if last > MOST:
            return Chain(ChainOutcome.UNKNOWN)
        verdict, sets, _ = message.verify(dnsfunc=Lookup(keys))
    except FAULTS:
        return Chain(ChainOutcome.UNKNOWN)  # dkimpy finds no field where `i=` is folded in a way it does not expect
    if not last:
        return None
    if verdict == dkim.CV_Pass:
        return Chain(ChainOutcome.VALID, last, _text(sets[0]["as-domain"]), _passed_at(sets[-1]))
    if len(sets) < last:
        return Chain(ChainOutcome.BROKEN, last - len(sets))
    return _failed(sets, keys)


def _failed(sets: list[dict[str, Any]], keys: Mapping[str, str | None]) -> Chain:
    """Where it fails first in the order of travel. A key that is not to be had leaves the rest undecided."""
    for each in reversed(sets):
        place = each["instance"], _text(each["as-domain"])
        if each["cv"] == dkim.CV_Fail:
            return Chain(ChainOutcome.ENDED, *place)
        if not each["as-valid"]:
            return Chain(_reason(_name(each["as-selector"], each["as-domain"]), keys), *place)
        if (each["cv"] == dkim.CV_None) is not (each["instance"] == 1):
            return Chain(ChainOutcome.BROKEN, *place)
    newest = sets[0]  # of the message signatures only the newest must hold (RFC 8617, 5.2)
    reason = _reason(_name(newest["ams-selector"], newest["ams-domain"]), keys)
    return Chain(reason, newest["instance"], _text(newest["as-domain"]))


def _reason(name: str, keys: Mapping[str, str | None]) -> ChainOutcome:
    """Why a signature failed whose key stands at this name."""
    if name not in keys:
        return ChainOutcome.UNKNOWN
    record = keys[name]
    if record is None or is_revoked(record):
        return ChainOutcome.NO_KEY
    try:
        _, bits, kind, _ = dkim.evaluate_pk(name, record)
    except FAULTS:
        return ChainOutcome.BROKEN
    return ChainOutcome.SHORT_KEY if kind == b"rsa" and bits < LEAST_BITS else ChainOutcome.BROKEN


def _passed_at(first: Mapping[str, Any]) -> str:
    """The first sealer, where its results say that DMARC passed or, without a word on DMARC, SPF or DKIM."""
    clauses = results(first["aar-value"].decode("utf-8", "replace")).results
    by_dmarc = [each.result for each in clauses if each.method == "dmarc" and each.result != "none"]
    others = [each.result for each in clauses if each.method in {"spf", "dkim"}]
    return _text(first["as-domain"]) if "pass" in (by_dmarc or others) else ""


def _names(raw: bytes) -> Iterator[str]:
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head(raw))
    for line in unfolded.splitlines():
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() in {b"arc-seal", b"arc-message-signature"}:
            parts = tags(value)
            if parts.get(b"d") and parts.get(b"s"):
                yield _name(parts[b"s"], parts[b"d"])


def _name(selector: bytes, domain: bytes) -> str:
    return f"{_text(selector)}._domainkey.{_text(domain)}".lower()


def _text(value: bytes) -> str:
    return value.decode("ascii", "replace")[:253]

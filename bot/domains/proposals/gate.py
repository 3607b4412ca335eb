"""Checks every record before it is proposed, so that publishing it does no harm. No I/O: the caller passes what the DNS
says of the place and of the record. A proposal that fails is withheld with its reason, and the finding stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.domains.addresses import public
from bot.domains.knowledge.providers import personal
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.spf_meant import senders_of
from bot.domains.proposals.spf_review import too_wide
from bot.domains.standards.dmarc.destinations import mailboxes
from bot.domains.standards.dmarc.record import DmarcRecord, Policy, is_dmarc, read
from bot.domains.standards.spf.parse import parse
from bot.domains.standards.spf.values import MOST_LOOKUPS, Mechanism, SpfRecord, SpfSyntaxError
from bot.domains.values import Record

_RANKS = {policy: rank for rank, policy in enumerate(Policy)}
_ANYBODY = {b"all", b"+all"}
"""Terms that let anybody send: a term without a qualifier passes (RFC 7208, 4.6.2)."""


class WithheldReason(StrEnum):
    """Why a proposal is withheld."""

    ALIAS = "alias"
    """A CNAME stands at the name, and nothing else may stand beside one (RFC 1034, 3.6.2)."""
    ELSEWHERE = "elsewhere"
    """The name belongs to another zone's owner."""
    PROVIDER = "provider"
    """It names a host that only the provider can tell."""
    UNREAD = "unread"
    """Part of the record that stands there could not be read."""
    NO_SENDER = "no-sender"
    """Nobody could send any more, where somebody could."""
    LOOKUPS = "lookups"
    """It needs more than ten look-ups (RFC 7208, 4.6.4)."""
    UNSURE = "unsure"
    """It would lose a sender or weaken a policy, is not valid, or is what already stands there."""


class OwnerName(NamedTuple):
    """A name at which a record is to be published, as the DNS shows it now."""

    texts: tuple[bytes, ...] = ()
    """Its TXT records, and those of type SPF, each with its strings joined."""
    alias: bool = False
    """A CNAME stands there."""
    foreign: bool = False
    """It lies outside the checked domain's own zone, or at a public suffix."""
    hosts: frozenset[str] = frozenset()
    """Hosts that its MX records name, in lower case."""


@dataclass(frozen=True, slots=True)
class SpfCost:
    """What evaluating a proposed SPF record costs."""

    lookups: int = 0
    broken: frozenset[str] = frozenset()
    """Its own terms that lead to no usable record."""
    dead: frozenset[str] = frozenset()
    """Terms of the present record that lead nowhere, so that leaving them out loses no sender."""


def refused(record: Record, place: OwnerName, cost: SpfCost | None = None) -> WithheldReason | None:
    """Why this record must not be proposed for this place; None where it may be."""
    if place.alias and record.type != "CNAME":
        return WithheldReason.ALIAS
    if place.foreign:
        return WithheldReason.ELSEWHERE
    if record.type == "MX":
        host = record.value.partition(" ")[2].rstrip(".").lower()
        return WithheldReason.PROVIDER if personal(host) and host not in place.hosts else None
    if record.type != "TXT":
        return None
    if record.value.lower().split(" ")[0] == "v=spf1":
        return _spf(record.value, place.texts, cost or SpfCost())
    return _dmarc(record.value, place.texts) if is_dmarc(record.value) and "p=" in record.value else None


def dropped(value: str, present: Iterable[bytes]) -> tuple[str, ...]:
    """Senders that the present records were meant to allow and the proposal does not."""
    kept = {_key(term) for term in senders_of([value.encode()])}
    return tuple(term for term in senders_of(present) if _key(term) not in kept)


def _spf(value: str, present: tuple[bytes, ...], cost: SpfCost) -> WithheldReason | None:
    try:
        record = parse(value)
    except SpfSyntaxError:
        return WithheldReason.UNSURE
    if len(present) == 1 and present[0].decode("ascii", "replace").split() == value.split():
        return WithheldReason.UNSURE
    had = senders_of(present) or [text for text in present if _ANYBODY & {*text.lower().split()}]
    if had and not senders_of([value.encode()]):
        return WithheldReason.NO_SENDER
    lost = [term for term in dropped(value, present) if _key(term) not in {_key(dead) for dead in cost.dead}]
    if any(not _may_go(term) for term in lost):
        return WithheldReason.UNSURE
    added = {mechanism.text for mechanism in record.mechanisms} - {term for text in present for term in _words(text)}
    if added & cost.broken:
        return WithheldReason.UNSURE
    return WithheldReason.LOOKUPS if cost.lookups > MOST_LOOKUPS else None


def _words(text: bytes) -> list[str]:
    return text.decode("ascii", "replace").split()


def _may_go(term: str) -> bool:
    """Whether a sender may be left out by advice: `ptr` (RFC 7208, 5.5), a network too wide or private."""
    record: SpfRecord = parse(f"v=spf1 {term}")
    return all(_advised_against(mechanism) for mechanism in record.mechanisms) and record.redirect is None


def _advised_against(mechanism: Mechanism) -> bool:
    inside = mechanism.network is not None and not public(mechanism.network.network_address)
    return mechanism.name == "ptr" or inside or too_wide(mechanism)


def _key(term: str) -> str:
    """A term without its qualifier, so that two ways to write one sender are one."""
    text = remedy.bare(term).rstrip(".")
    if text.startswith("redirect="):
        text = f"include:{text[9:]}"
    return text.removesuffix("/32") if text.startswith("ip4:") else text.removesuffix("/128")


def _dmarc(value: str, present: tuple[bytes, ...]) -> WithheldReason | None:
    """A policy must not become weaker, and whoever receives reports must go on receiving them."""
    texts = [text.decode("utf-8", "replace") for text in present]
    standing = [read(text) for text in texts if is_dmarc(text)]
    wanted = read(value)
    if wanted.own is None:
        return WithheldReason.UNSURE
    if len(standing) != 1:
        return None
    before = standing[0]
    if wanted.text == before.text:
        return WithheldReason.UNSURE
    if _weaker(before, wanted) or not set(before.rua) <= set(wanted.rua):
        return WithheldReason.UNSURE
    return None


def _weaker(before: DmarcRecord, after: DmarcRecord) -> bool:
    pairs = ((before.own, after.own), (before.below, after.below), (before.nowhere, after.nowhere))
    return any(_rank(new) < _rank(old) for old, new in pairs)


def _rank(policy: Policy | None) -> int:
    return _RANKS[policy] if policy is not None else -1


def invented(record: Record, present: Iterable[bytes], domain: str) -> str:
    """A mailbox of the domain's own that the proposal sends reports to and nobody has named yet: it has to be created
    first. Empty where there is none."""
    rua = next((part.partition("=")[2] for part in record.value.split(";") if part.strip().startswith("rua=")), "")
    known = b" ".join(present).lower()
    new = [
        box for box in mailboxes(rua).good if box.lower().endswith(f"@{domain}") and box.lower().encode() not in known
    ]
    return new[0] if new else ""

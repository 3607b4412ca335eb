"""The blocklists in `blocklists.toml`, and what one of their answers means (RFC 5782)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from bot.domains.addresses import Address, read, reverse_labels
from bot.domains.knowledge import DataError, table
from bot.domains.values import Status

LOOPBACK = "127."
SEVERITIES = {status.value: status for status in (Status.NOTICE, Status.WARNING, Status.ERROR)}


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer code stands for."""

    part: str
    """The list's own word: `SBL`, `PBL`."""
    severity: Status
    sender: Status
    """How bad it is for an address that sends mail."""


class Subject(NamedTuple):
    """What is looked up: an address or a domain."""

    value: Address | str
    kind: str
    """As lists call it: `ip4`, `ip6` or `domain`."""
    label: str
    """What it is asked by, before the list's zone: `7.113.0.203`."""


def subject(value: Address | str) -> Subject:
    if isinstance(value, str):
        return Subject(value, "domain", value)
    return Subject(value, f"ip{value.version}", reverse_labels(value))


@dataclass(frozen=True, slots=True, eq=False)
class Blocklist:
    """One list; the file's head says what each field is. Each is there once, so it equals itself alone."""

    zone: str
    name: str
    kinds: frozenset[str]
    test: str
    look_up: str
    delist: str
    terms: str
    codes: tuple[tuple[str, Listing], ...] = ()
    bits: tuple[tuple[int, Listing], ...] = ()
    refused: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    control: str | None = None
    test_name: str = ""
    """The question for the test entry."""

    def takes(self, subject: Subject) -> bool:
        return subject.kind in self.kinds

    def question(self, subject: Subject) -> str:
        """The name to ask: `7.113.0.203.zen.spamhaus.org`."""
        return f"{subject.label}.{self.zone}"

    def entry(self, name: str) -> str:
        """The question for the test or control entry."""
        return _entry(self.zone, name)


def _entry(zone: str, name: str) -> str:
    address = read(name)
    return f"{name if address is None else reverse_labels(address)}.{zone}"


class ListAnswer(StrEnum):
    """What a list said of one name."""

    CLEAR = "clear"
    LISTED = "listed"
    REFUSED = "refused"
    STRANGE = "strange"
    """An answer that the list's own documentation does not know."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    word: ListAnswer
    listings: tuple[Listing, ...] = ()


_CLEAR = Interpretation(ListAnswer.CLEAR)


@lru_cache(1024)
def interpret(blocklist: Blocklist, answers: tuple[str, ...]) -> Interpretation:
    """What the A records of one answer mean; none of them: not listed. A refusal among them outweighs the rest.

    The last ones are kept: every check reads the test entry of each list.
    """
    if not answers:
        return _CLEAR
    if any(answer in blocklist.refused for answer in answers):
        return Interpretation(ListAnswer.REFUSED)
    listings: list[Listing] = []
    for answer in answers:
        if answer in blocklist.ignored:
            continue
        meant = _meaning(blocklist, answer)
        if not meant:
            return Interpretation(ListAnswer.STRANGE)
        listings.extend(meant)
    return Interpretation(ListAnswer.LISTED, tuple(dict.fromkeys(listings))) if listings else _CLEAR


def _meaning(blocklist: Blocklist, answer: str) -> list[Listing]:
    if not answer.startswith(LOOPBACK):
        return []
    if blocklist.bits:
        last = int(answer.rpartition(".")[2])
        return [listing for bit, listing in blocklist.bits if last & bit]
    return [listing for code, listing in blocklist.codes if code == answer]


@cache
def blocklists() -> tuple[Blocklist, ...]:
    """All lists of the data file. Raises `DataError` that names the entry at fault."""
    return tuple(_blocklist(entry) for entry in table("blocklists").get("list", []))


def find(name: str) -> Blocklist | None:
    """The list that a zone, a subzone or a name means: `zen.spamhaus.org`, `sbl.spamhaus.org`, `SpamCop`."""
    wanted = name.strip().rstrip(".").lower()
    for blocklist in blocklists():
        if wanted in (blocklist.zone, blocklist.name.lower()):
            return blocklist
    parent = wanted.partition(".")[2]
    near = [entry for entry in blocklists() if parent and entry.zone.partition(".")[2] == parent]
    first = wanted.split()[0] if wanted else ""
    return next(iter(near), None) or next((e for e in blocklists() if first and first in e.name.lower().split()), None)


def _blocklist(entry: dict[str, Any]) -> Blocklist:
    zone = entry.get("zone", "(no zone)")
    try:
        made = Blocklist(
            zone=entry["zone"],
            name=entry["name"],
            kinds=frozenset(entry["kinds"]),
            test=entry["test"],
            look_up=entry["look_up"],
            delist=entry["delist"],
            terms=entry["terms"],
            codes=tuple((code, _listing(value)) for code, value in entry.get("codes", {}).items()),
            bits=tuple((int(bit), _listing(value)) for bit, value in entry.get("bits", {}).items()),
            refused=frozenset(entry.get("refused", ())),
            ignored=frozenset(entry.get("ignored", ())),
            control=entry.get("control"),
            test_name=_entry(entry["zone"], entry["test"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"blocklists.toml: {zone}: {error}") from error
    if not made.kinds <= {"ip4", "ip6", "domain"} or not (made.codes or made.bits):
        raise DataError(f"blocklists.toml: {zone}: kinds or codes")
    return made


def _listing(value: dict[str, str]) -> Listing:
    severity = value["severity"]
    return Listing(value["part"], SEVERITIES[severity], SEVERITIES[value.get("sender", severity)])

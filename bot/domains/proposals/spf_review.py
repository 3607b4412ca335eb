"""Reviews the text of a domain's own SPF record. No I/O."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domains.addresses import public
from bot.domains.proposals import spf_remedy as remedy
from bot.domains.proposals.spf_meant import meant
from bot.domains.standards.spf.values import QUALIFIERS, Mechanism, SpfRecord
from bot.measures import listed

WIDE4, WIDE6 = 15, 31
"""Networks with a prefix of so many bits or fewer hold more senders than anybody knows."""
_EQUALS = re.compile(r"[-+?~]?(?:include|ip4|ip6|a|mx|exists|ptr)=", re.IGNORECASE)
"""A mechanism written as a modifier: receivers ignore it as one that they do not know (RFC 7208, 6)."""
LONG = 450
"""Bytes; with its neighbours at the name such a record outgrows a plain UDP answer of 512 bytes (RFC 7208, 3.4)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about the record: the ending of the finding's code, the terms it is about, the record put right."""

    code: str
    term: str = ""
    better: str = ""
    count: int = 1
    """How many terms."""


def review(record: SpfRecord) -> Iterator[Remark]:
    """Remarks in no particular order; none where the record is as it should be."""
    yield from _ending(record)
    for code, applies in (("ptr", _points), ("wide", too_wide), ("private", _inside)):
        if terms := [mechanism.text for mechanism in record.effective if applies(mechanism)]:
            yield Remark(code, listed(terms), remedy.without(record.text, terms), len(set(terms)))
    if equals := [term for term in remedy.terms_of(record.text) if _EQUALS.match(term)]:
        yield Remark("equals", listed(equals), remedy.rebuilt(meant(record.text.encode())), len(equals))
    times = Counter(mechanism.text.lower() for mechanism in record.mechanisms)
    if twice := [text for text, count in times.items() if count > 1 and remedy.bare(text) != "all"]:
        yield Remark("repeated", listed(twice), remedy.written(remedy.terms_of(record.text)))
    if len(record.text) > LONG:
        yield Remark("long")


def _ending(record: SpfRecord) -> Iterator[Remark]:
    end = record.all
    if end is None:
        if record.redirect is None:
            yield Remark("no-all", "", remedy.written(remedy.terms_of(record.text)))
        return
    rest = [term for term in remedy.terms_of(record.text) if remedy.bare(term) != "all"]
    if end.qualifier == "+":
        yield Remark("all-pass", end.text, remedy.written([*rest, remedy.ENDING]))
    elif end.qualifier == "?":
        yield Remark("all-neutral", end.text, remedy.written([*rest, remedy.ENDING]))
    if unreached := record.mechanisms[len(record.effective) :]:
        shown = listed(mechanism.text for mechanism in unreached)
        yield Remark("unreached", shown, remedy.written([*rest, end.text]))


def _points(mechanism: Mechanism) -> bool:
    return mechanism.name == "ptr"


def _inside(mechanism: Mechanism) -> bool:
    return (
        mechanism.network is not None
        and not public(mechanism.network.network_address)
        and mechanism.network.prefixlen > 0
    )


def too_wide(mechanism: Mechanism) -> bool:
    """Whether the term allows a network so large that nobody knows all its senders."""
    return mechanism.qualifier == "+" and mechanism.name != "all" and _wide(mechanism)


def _wide(mechanism: Mechanism) -> bool:
    if mechanism.network is not None:
        return mechanism.network.prefixlen <= (WIDE4 if mechanism.network.version == 4 else WIDE6)
    return mechanism.name in ("a", "mx") and (mechanism.prefix4 <= WIDE4 or mechanism.prefix6 <= WIDE6)


def allows(record: SpfRecord, terms: tuple[str, ...]) -> bool:
    """Whether the record itself holds one of these terms with a `+` before it, or with none."""
    own = {text.lower().rstrip(".") for text in _passing(record)}
    return any(term.rstrip(".") in own for term in terms)


def _passing(record: SpfRecord) -> Iterator[str]:
    for mechanism in record.effective:
        if mechanism.qualifier == "+":
            yield mechanism.text[1:] if mechanism.text[:1] in QUALIFIERS else mechanism.text
    if record.redirect is not None:
        yield f"redirect={record.redirect}"

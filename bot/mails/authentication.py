"""Reads the results of the receiver's own checks, and keeps them apart from what was in the mail before it came."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.mails.border import Border
from bot.mails.header.fields import Header
from bot.mails.header.names import aligned, domain_of
from bot.mails.header.operators import operator
from bot.mails.header.results import MethodResult, ReceivedSpf, Results, received_spf, results
from bot.mails.values import Authentication, Signature

_TAG = re.compile(r"(?:^|;)\s*([a-z]{1,2})\s*=\s*([^;]{0,400})")
_MOST_SIGNATURES = 20
_APPENDS = re.compile(r"\bExim\b", re.IGNORECASE)
"""A server whose rules add their fields at the end of the header."""
_ASKED = frozenset({"spf", "dkim", "dmarc"})


@dataclass(frozen=True, slots=True)
class _Placed:
    place: int
    told: Results


def authentication(
    header: Header, border: Border, from_domain: str | None, envelope_domain: str | None
) -> Authentication:
    """The results that may be believed, with their alignment to the From domain."""
    fields = [
        _Placed(place, results(field.value))
        for place, field in enumerate(header.fields)
        if field.name == "authentication-results"
    ]
    trusted = _trusted(header, border, fields) or _sealed(header, border)
    merged = _merged(trusted)
    spf, spf_domain = _spf(merged, _trusted_spf(header, border))
    spf_domain = (spf_domain or envelope_domain) if spf else None
    signatures = _signatures(merged, header, from_domain)
    return Authentication(
        spf=spf,
        spf_domain=spf_domain,
        spf_aligned=aligned(spf_domain, from_domain) if spf else None,
        dkim=signatures,
        dmarc=_first(merged, "dmarc"),
        arc=_first(merged, "arc"),
        by=_by(trusted),
        untrusted=_untrusted(fields, trusted),
    )


def _trusted(header: Header, border: Border, fields: Sequence[_Placed]) -> list[_Placed]:
    """The fields above the border, the nearest to it first: that server saw the sender. If there is none, those that
    were written in its own name right below its `Received` field, where Gmail's stand and those of Postfix's milters,
    or at the end, where Exim's do."""
    above = [each for each in fields if each.place < border.place]
    if any(result.method in _ASKED for each in above for result in each.told.results):
        return list(reversed(above))
    named = [each for each in fields if each.place > border.place and _is_own(each.told.by, border.host)]
    beside = [each for each in named if each.place < border.below]
    if beside or border.place >= len(header.fields) or not _APPENDS.search(header.fields[border.place].value):
        return list(_until_repeated(beside))
    return [
        each for each in named if not any(_is_trace(header, place) for place in range(each.place, len(header.fields)))
    ]


def _until_repeated(fields: Iterable[_Placed]) -> Iterator[_Placed]:
    """A receiver tells each method once. Who tells it again wrote before, in the receiver's name."""
    seen: set[str] = set()
    for each in fields:
        methods = {result.method for result in each.told.results}
        if seen & methods:
            return
        seen |= methods
        yield each


def _is_trace(header: Header, place: int) -> bool:
    return header.fields[place].name in {"received", "from"}


def _is_own(identifier: str | None, host: str | None) -> bool:
    """Whether an authserv-id is the receiver's: its host's name, or one of the same operator."""
    if not identifier or not host:
        return False
    return identifier.lower() == host.lower() or (
        operator(identifier) is not None and operator(identifier) == operator(host)
    )


def _sealed(header: Header, border: Border) -> list[_Placed]:
    """The receiver's own set of an ARC chain (RFC 8617): the highest instance, above the border."""
    sets = [
        _Placed(place, results(field.value))
        for place, field in enumerate(header.fields[: border.place])
        if field.name == "arc-authentication-results"
    ]
    return sorted(sets, key=lambda each: -each.told.instance)[:1]


def _merged(trusted: Iterable[_Placed]) -> list[MethodResult]:
    """Each method's results by the first field that has it."""
    merged: list[MethodResult] = []
    for each in trusted:
        known = {result.method for result in merged}
        merged += [result for result in each.told.results if result.method not in known]
    return merged


def _by(trusted: Sequence[_Placed]) -> str | None:
    candidates = [each for each in trusted if any(result.method in _ASKED for result in each.told.results)]
    return next((each.told.by for each in candidates), None)


def _untrusted(fields: Sequence[_Placed], trusted: Sequence[_Placed]) -> tuple[str, ...]:
    believed = {each.place for each in trusted}
    names = (each.told.by for each in fields if each.place not in believed and each.told.results)
    return tuple(dict.fromkeys(name for name in names if name))


def _first(merged: Iterable[MethodResult], method: str) -> str | None:
    return next((result.result for result in merged if result.method == method), None)


def _trusted_spf(header: Header, border: Border) -> ReceivedSpf | None:
    """The receiver's Received-SPF: above the border, else the one that tells of the border's address."""
    placed = [
        (place, spf)
        for place, field in enumerate(header.fields)
        if field.name == "received-spf" and (spf := received_spf(field.value)) is not None
    ]
    above = [spf for place, spf in placed if place < border.place]
    if above:
        return above[-1]
    return next((spf for _, spf in placed if border.address and spf.client == border.address), None)


def _spf(merged: Sequence[MethodResult], received: ReceivedSpf | None) -> tuple[str | None, str | None]:
    """The result and the domain that was checked: MAIL FROM's, else HELO's (RFC 7208, 2.4)."""
    spf = [result for result in merged if result.method == "spf"]
    chosen = next((result for result in spf if result.get("smtp.mailfrom")), spf[0] if spf else None)
    spare = domain_of(received.domain) if received else None
    if chosen is None:
        return (received.result, spare) if received else (None, None)
    in_comment = received_spf(f"{chosen.result} ({chosen.comment})")
    domain = (
        domain_of(chosen.get("smtp.mailfrom") or chosen.get("smtp.mail") or chosen.get("smtp.envelope-from"))
        or (domain_of(in_comment.domain) if in_comment else None)
        or spare
        or domain_of(chosen.get("smtp.helo"))
    )
    return chosen.result, domain


def _signatures(merged: Sequence[MethodResult], header: Header, from_domain: str | None) -> tuple[Signature, ...]:
    """One for each result; selectors that the receiver left out are those of the mail's own signatures. A signature of
    which no result is known has none."""
    own = [_tags(value) for value in header.all("dkim-signature")][:_MOST_SIGNATURES]
    signatures = []
    for result in merged:
        if result.method != "dkim":
            continue
        domain = domain_of(result.get("header.d")) or domain_of(result.get("header.i")) or None
        if domain is None and result.result == "none":
            continue
        if domain is None and len({tags.get("d") for tags in own}) == 1:
            domain = domain_of(own[0].get("d"))
        selector = result.get("header.s") or next(
            (tags.get("s") for tags in own if domain_of(tags.get("d")) == domain), None
        )
        signatures.append(Signature(domain, selector, result.result, aligned(domain, from_domain), result.comment))
    if any(result.method == "dkim" for result in merged):
        return tuple(signatures[:_MOST_SIGNATURES])
    unchecked = ((domain_of(tags.get("d")), tags.get("s")) for tags in own)
    return tuple(Signature(domain, selector, None, aligned(domain, from_domain)) for domain, selector in unchecked)


def _tags(value: str) -> dict[str, str]:
    """The tags of a DKIM-Signature (RFC 6376, 3.5)."""
    return {name: "".join(text.split()) for name, text in _TAG.findall(value[:8000])}

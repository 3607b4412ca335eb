"""A report's rows summed by sending address, with bounds on how much is remembered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.domains.addresses import read
from bot.domains.name import suffixes
from bot.reports.values import COUNTERS, MOST_SOURCES, Authenticated, Source

MOST_MESSAGES = 10**12
"""Messages of one row; a larger number is a mistake."""
_MOST_ADDRESSES = 100_000
"""Addresses counted separately; rows of further addresses are summed up as one."""
_MOST_NAMES = 5
"""Domains and results of one address that are remembered."""
_T = TypeVar("_T")
_EXCEPTIONS = frozenset({"forwarded", "mailing_list", "trusted_forwarder"})
"""Reasons for not applying the policy (RFC 9990, 3.1.1.8)."""


@dataclass(slots=True)
class Row:
    """One record of a report, as it is read."""

    address: str = ""
    count: str = ""
    disposition: str = ""
    spf: str = ""
    dkim: str = ""
    author: str = ""
    reasons: list[str] = field(default_factory=list)
    spf_results: list[Authenticated] = field(default_factory=list)
    dkim_results: list[Authenticated] = field(default_factory=list)


@dataclass(slots=True)
class _Sum:
    """The rows of one address, summed."""

    counts: Counter[str] = field(default_factory=Counter)
    """By `COUNTERS`."""
    authors: tuple[str, ...] = ()
    envelopes: tuple[Authenticated, ...] = ()
    signatures: tuple[Authenticated, ...] = ()

    def source(self, address: str) -> Source:
        numbers: list[Any] = [self.counts[name] for name in COUNTERS]
        source = Source(address, *numbers)
        return replace(source, authors=self.authors, envelopes=self.envelopes, signatures=self.signatures)


class SourceTally:
    """Takes rows, gives sources."""

    def __init__(self) -> None:
        self.rows = 0
        self._sums: dict[str, _Sum] = {}
        self._rest = _Sum()

    def add(self, row: Row) -> None:
        self.rows += 1
        summed = self._sum_of(row.address)
        count = messages(row.count)
        spf = _aligned(row.spf, row.spf_results, row.author)
        dkim = _aligned(row.dkim, row.dkim_results, row.author)
        summed.counts["messages"] += count
        for name, counts in (
            ("spf", spf),
            ("dkim", dkim),
            ("passed", spf or dkim),
            ("quarantined", row.disposition == "quarantine"),
            ("rejected", row.disposition == "reject"),
            ("forwarded", not _EXCEPTIONS.isdisjoint(row.reasons)),
        ):
            if counts:
                summed.counts[name] += count
        summed.authors = _with(summed.authors, (row.author,) if row.author else ())
        summed.envelopes = _with(summed.envelopes, row.spf_results)
        summed.signatures = _with(summed.signatures, row.dkim_results)

    def sources(self) -> tuple[tuple[Source, ...], Source, int]:
        """The addresses with most messages, the others in one, and how many these are."""
        ordered = sorted(self._sums.items(), key=lambda item: (-item[1].counts["messages"], item[0]))
        rest = ordered[MOST_SOURCES:]
        for _, counted in rest:
            self._rest.counts.update(counted.counts)
        self._rest.authors, self._rest.envelopes, self._rest.signatures = (), (), ()
        return (
            tuple(counted.source(address) for address, counted in ordered[:MOST_SOURCES]),
            self._rest.source(""),
            len(rest),
        )

    def _sum_of(self, address: str) -> _Sum:
        known = self._sums.get(address)
        if known is None:
            parsed = read(address)
            address = str(parsed) if parsed is not None else ""
            known = self._sums.get(address)
        if known is None:
            if len(self._sums) >= _MOST_ADDRESSES:
                return self._rest
            known = self._sums[address] = _Sum()
        return known


def messages(text: str) -> int:
    """A row's count. Where it cannot be read, the row itself stands for one message."""
    digits = text.strip().partition(".")[0]
    if not digits.isascii() or not digits.isdigit():
        return 1
    return min(int(digits[:20]), MOST_MESSAGES)


def passes(result: str) -> bool:
    return result == "pass"


def _aligned(evaluated: str, results: Iterable[Authenticated], author: str) -> bool:
    """What the receiver evaluated; where it does not say, whether a domain of the author's own passed (relaxed)."""
    if evaluated:
        return passes(evaluated)
    return any(
        passes(result.result) and bool(author) and same_organization(result.domain, author) for result in results
    )


def same_organization(domain: str, other: str) -> bool:
    """Whether two domains belong together, as relaxed alignment asks, by the list of public suffixes."""
    if domain == other:
        return True
    above = suffixes().privatesuffix(domain)
    return above is not None and above == suffixes().privatesuffix(other)


def _with(kept: tuple[_T, ...], new: Iterable[_T]) -> tuple[_T, ...]:
    for result in new:
        if len(kept) < _MOST_NAMES and result not in kept:
            kept = (*kept, result)
    return kept

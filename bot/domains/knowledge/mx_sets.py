"""Compares MX records with the sets that a provider documents."""

from dataclasses import dataclass
from itertools import combinations

from bot.domains.knowledge.providers import MxSet, Provider
from bot.domains.values import Record

Preference = tuple[int, str]
"""Preference and host."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a domain's MX records differ from the documented set that they are nearest to."""

    mx_set: MxSet
    wanted: tuple[Preference, ...]
    missing: tuple[str, ...]
    """Hosts of the set, optional ones apart, that are not there."""
    reversed: bool
    """A host is preferred to one that should come before it."""
    flat: bool
    """Hosts that should be tried one after the other are equal."""


def compare(published: tuple[Preference, ...], provider: Provider, domain: str) -> Comparison | None:
    """None where the provider documents no set, or no host of any set is there. Numbers may differ from the
    documented ones; only their order counts (RFC 5321, 5.1)."""
    best: Comparison | None = None
    for mx_set in provider.sets:
        comparison = _compare(published, mx_set, domain)
        if comparison is not None and (best is None or len(comparison.missing) < len(best.missing)):
            best = comparison
    return best


def publish(mx_set: MxSet, domain: str) -> tuple[Record, ...]:
    """The set as records for this domain; none where only the provider can tell its customer the host's name."""
    return () if mx_set.personal else drafted(mx_set, domain)


def drafted(mx_set: MxSet, domain: str) -> tuple[Record, ...]:
    """The same records with likely names in place of those that only the provider can tell; the gate withholds them."""
    return tuple(Record(domain, "MX", f"{preference} {host}.") for preference, host in mx_set.records(domain))


def _compare(published: tuple[Preference, ...], mx_set: MxSet, domain: str) -> Comparison | None:
    wanted = mx_set.records(domain)
    here: dict[str, int] = {}
    for preference, host in published:
        here[host] = min(preference, here.get(host, preference))
    if not any(host in here for _, host in wanted):
        return None
    pairs = [
        (here[first], here[second])
        for (want_first, first), (want_second, second) in combinations(sorted(wanted), 2)
        if want_first < want_second and first in here and second in here
    ]
    return Comparison(
        mx_set,
        wanted,
        tuple(host for _, host in wanted if host not in here and host not in mx_set.optional),
        any(first > second for first, second in pairs),
        any(first == second for first, second in pairs),
    )

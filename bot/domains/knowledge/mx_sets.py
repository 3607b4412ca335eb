"""The MX records that a provider documents, made for a domain."""

from bot.domains.knowledge.providers import MxSet
from bot.domains.values import Record


def publish(mx_set: MxSet, domain: str) -> tuple[Record, ...]:
    """The set as records for this domain; none where only the provider can tell its customer the host's name."""
    return () if mx_set.personal else drafted(mx_set, domain)


def drafted(mx_set: MxSet, domain: str) -> tuple[Record, ...]:
    """The same records with likely names in place of those that only the provider can tell; the gate withholds them."""
    return tuple(Record(domain, "MX", f"{preference} {host}.") for preference, host in mx_set.records(domain))

"""By which names CAA records allow a certificate authority: `certificate_issuers.toml`."""

from collections.abc import Mapping
from functools import cache

from bot.domains.knowledge import DataError, table


def names_of(organisation: str) -> frozenset[str]:
    """Empty for an authority that is not known. `organisation`: as it stands in the certificates' issuer."""
    wanted = organisation.lower()
    return next((names for begins, names in issuers().items() if wanted.startswith(begins)), frozenset())


@cache
def issuers() -> Mapping[str, frozenset[str]]:
    """By how the organisation begins. Raises DataError naming the entry that is wrong."""
    by_organisation: dict[str, frozenset[str]] = {}
    for organisation, entry in table("certificate_issuers").items():
        names = entry.get("names") if isinstance(entry, dict) and set(entry) == {"names"} else None
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and "." in name for name in names):
            raise DataError(f"certificate_issuers.toml: [{organisation}] needs names, and nothing else")
        if organisation != organisation.lower():
            raise DataError(f"certificate_issuers.toml: [{organisation}] is not in lower case")
        by_organisation[organisation] = frozenset(names)
    return by_organisation

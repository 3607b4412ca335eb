"""Who can put a finding right (`data/keepers.toml`): not everything stands in the domain's DNS zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.domains.data import DataError, table
from bot.domains.values import Finding, Status


class Keeper(StrEnum):
    ZONE = "zone"
    REGISTRANT = "registrant"
    DNS = "dns"
    ADDRESS = "address"
    SERVER = "server"
    SIGNER = "signer"
    WEBSITE = "website"
    OWNER = "owner"
    OTHER = "other"
    RECIPIENT = "recipient"
    UNKNOWN = "unknown"
    """Of what could not be checked: whether anything is wrong is not known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Findings that one keeper can put right, in their order."""

    keeper: Keeper
    findings: tuple[Finding, ...]


def keeper(finding: Finding) -> Keeper:
    """Whoever can put it right."""
    if finding.status is Status.UNKNOWN:
        return Keeper.UNKNOWN
    return _by_name("codes").get(finding.code) or _by_name("checks")[finding.check]


def by_keeper(findings: tuple[Finding, ...]) -> tuple[Kept, ...]:
    """The findings by who can put them right, the keeper of the first finding first."""
    grouped: dict[Keeper, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(keeper(finding), []).append(finding)
    return tuple(Kept(who, tuple(those)) for who, those in grouped.items())


@cache
def _by_name(part: str) -> Mapping[str, Keeper]:
    """Raises `DataError` naming the entry."""
    found = {}
    for name, who in table("keepers").get(part, {}).items():
        if who not in list(Keeper) or who == Keeper.UNKNOWN:
            raise DataError(f"keepers.toml: {part}: {name}: there is no keeper {who!r}")
        found[name] = Keeper(who)
    return found

"""Findings by who can put them right."""

from dataclasses import dataclass

from bot.domains.declaration import Keeper
from bot.domains.engine.registry import check_named, code_of
from bot.domains.values import Finding, Status


@dataclass(frozen=True, slots=True)
class Kept:
    """Findings that one keeper can put right, in their order."""

    keeper: Keeper
    findings: tuple[Finding, ...]


def keeper(finding: Finding) -> Keeper:
    """Whoever can put it right."""
    if finding.status is Status.UNKNOWN:
        return Keeper.UNKNOWN
    return code_of(finding).keeper or check_named(finding.check).keeper


def by_keeper(findings: tuple[Finding, ...]) -> tuple[Kept, ...]:
    """The findings by who can put them right, the keeper of the first finding first."""
    grouped: dict[Keeper, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(keeper(finding), []).append(finding)
    return tuple(Kept(who, tuple(those)) for who, those in grouped.items())

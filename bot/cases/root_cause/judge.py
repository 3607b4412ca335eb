"""Whether live findings confirm a cause. No I/O."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from bot.cases.root_cause.plans import Plan
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.domains.values import Finding, Status

_WILD = "*"


def judge(plan: Plan, domain: str | None, findings: tuple[Finding, ...], *, listed: bool = False) -> Investigation:
    """A fault that explains the cause, its absence, or not enough to tell.

    `findings`: worst first. `listed`: the bounce names the blocklist, so only what that list says can confirm it.
    """
    against = _first(plan.refuted_by, findings)
    patterns = tuple(pattern for pattern in plan.confirmed_by if not listed or pattern.startswith("blocklist-"))
    root = _first(patterns, (finding for finding in findings if against is None or finding.check != against.check))
    if root is not None:
        return Investigation(CauseVerdict.CONFIRMED, domain, findings, root)
    if against is not None:
        return Investigation(CauseVerdict.NOT_CONFIRMED, domain, findings, against=against)
    unsure = not findings or any(finding.status is Status.UNKNOWN for finding in findings)
    return Investigation(CauseVerdict.UNKNOWN if unsure else CauseVerdict.NOTHING_TO_CHECK, domain, findings)


def _first(patterns: Iterable[str], findings: Iterable[Finding]) -> Finding | None:
    """The finding that the earliest pattern fits."""
    known = tuple(findings)
    return next((finding for pattern in patterns for finding in known if _fits(finding, pattern)), None)


def _fits(finding: Finding, pattern: str) -> bool:
    if _WILD not in pattern:
        return finding.code == pattern
    return finding.status.rank >= Status.WARNING.rank and fnmatchcase(finding.code, pattern)

"""What changed between two checks of a domain."""

import time

from bot.cases.answers import ChangesAnswer
from bot.cases.case import CheckMemory
from bot.domains.values import Finding, Report, Status


def memory(report: Report) -> CheckMemory:
    """What a case keeps of a whole check."""
    codes = dict.fromkeys(finding.code for finding in report.findings if finding.status is not Status.OK)
    return CheckMemory(report.domain, tuple(codes), time.time())


def changes(before: CheckMemory | None, report: Report) -> ChangesAnswer:
    """Held against the check before. What could not be checked now is not called fixed: it is new, as unknown."""
    troubled = tuple(finding for finding in report.findings if finding.status is not Status.OK)
    if before is None or before.domain != report.domain:
        return ChangesAnswer(report.domain, (), (), troubled, first=True)
    undetermined = {finding.check for finding in troubled if finding.status is Status.UNKNOWN}
    now = {finding.code for finding in troubled}
    fixed = tuple(code for code in before.codes if code not in now and not _of_any(code, undetermined))
    return ChangesAnswer(
        report.domain,
        fixed,
        tuple(finding for finding in troubled if finding.code not in before.codes),
        tuple(finding for finding in troubled if finding.code in before.codes),
    )


def all_fixed(answer: ChangesAnswer) -> bool:
    """Whether something was wrong and now nothing is that stops or endangers mail."""
    bad = {Status.ERROR, Status.WARNING, Status.UNKNOWN}
    return bool(answer.fixed) and not any(_bad(finding, bad) for finding in (*answer.new, *answer.same))


def _bad(finding: Finding, bad: set[Status]) -> bool:
    return finding.status in bad


def _of_any(code: str, checks: set[str]) -> bool:
    return any(code.startswith(f"{check}-") for check in checks)

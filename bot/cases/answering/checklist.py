"""The guide's "what to check when mail is not sent or received", answered as far as a domain's report can."""

from bot.cases.values.answers.kinds import ChecklistItem
from bot.codes.values import CodeEntry
from bot.domains.engine.registry import all_checks, check_named, code_of
from bot.domains.values import Finding, Report, Status

ITEMS = ("service", "domain", "webmail", "password", "maintenance", "mx")
"""The guide's questions, in its order; each finds its words in `locales/<language>/guide.toml`."""


def checks() -> tuple[str, ...]:
    """The names of the checks that answer one of them."""
    return tuple(check.name for check in all_checks() if check.checklist)


_LOGIN = ("webmail", "password")
"""The questions that matter when a login failed."""
_LOGIN_CODES = ("432", "454", "523", "524", "530", "534", "535", "538", "X.7.8", "X.7.9", "X.7.11", "X.7.12")


def checklist(
    report: Report | None, ticked: tuple[str, ...] = (), code: CodeEntry | None = None
) -> tuple[ChecklistItem, ...]:
    """Each question with its answer: True, False, or None where only the customer can tell. For a code that names the
    failing part (such as the login), only the questions that fit."""
    fitting = _LOGIN if code is not None and code.code in _LOGIN_CODES else ITEMS
    return tuple(_item(name, report, name in ticked) for name in ITEMS if name in fitting)


def cause(report: Report | None) -> Finding | None:
    """The worst problem that the checks behind these questions already found."""
    findings = () if report is None else report.findings
    return next(
        (
            finding
            for finding in findings
            if finding.check in checks() and finding.status in (Status.WARNING, Status.ERROR)
        ),
        None,
    )


def _item(name: str, report: Report | None, ticked: bool) -> ChecklistItem:
    findings = [] if report is None else [f for f in report.findings if check_named(f.check).checklist == name]
    if not findings:
        return ChecklistItem(name, True if ticked else None)
    worst: Finding = max(findings, key=lambda finding: finding.status.rank)
    if worst.status is Status.UNKNOWN:
        return ChecklistItem(name, True if ticked else None, worst)
    if no := next((finding for finding in findings if code_of(finding).guide_says_no), None):
        return ChecklistItem(name, False, no)
    return ChecklistItem(name, worst.status.rank < Status.WARNING.rank, worst)

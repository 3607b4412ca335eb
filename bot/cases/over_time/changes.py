"""What changed between two checks of a domain, or of what a bounce accuses."""

import time
from collections.abc import Sequence
from dataclasses import replace

from bot.cases.over_time.past import earlier, standing
from bot.cases.values.answers.changes import ChangesAnswer, Earlier
from bot.cases.values.case import CheckMemory, Seen
from bot.cases.values.differences import Difference, differences, records_of
from bot.cases.values.history import Stretch
from bot.cases.values.investigation import Investigation, Verdict
from bot.domains.values import Finding, Report, Status

_BAD = (Status.WARNING, Status.ERROR)


def memory(report: Report) -> CheckMemory:
    """What a case keeps of a whole check."""
    return CheckMemory(report.domain, _codes(report.findings), time.time(), seen=_seen(report))


def memory_of(said: Investigation) -> CheckMemory | None:
    """What a case keeps of an investigation; None where nothing was looked at."""
    subject = _subject(said)
    return CheckMemory(subject, _codes(said.findings), time.time(), _checks(said.findings)) if subject else None


def changes(
    before: CheckMemory | None, report: Report, history: Sequence[Stretch] = (), *, whole_past: bool = False
) -> ChangesAnswer:
    """A whole check held against the one before. It is solved when something was wrong and nothing is, nor came to be
    undetermined; what never could be determined, such as an unknown DKIM selector, keeps no case open.

    `history`: of the domain, without this check. `whole_past`: what it says of earlier checks is wanted too.
    """
    said = _compared(before, report.domain, report.findings, ())
    unsure = any(finding.status is Status.UNKNOWN for finding in said.new)
    wrong = any(finding.status in _BAD for finding in (*said.new, *said.same))
    now = time.time()
    return replace(
        said,
        solved=bool(said.fixed) and not wrong and not unsure,
        records=() if said.first or before is None else _of_records(before, report),
        standing=standing(history, (one for one in said.same if one.status is not Status.UNKNOWN), now),
        earlier=_untold(earlier(history, report.domain), said, before) if whole_past else (),
        at=now,
    )


def changes_of(before: CheckMemory | None, said: Investigation) -> ChangesAnswer:
    """An investigation held against the one before. It is solved when the bounce's cause is gone."""
    compared = _compared(before, _subject(said) or "", said.findings, _checks(said.findings))
    return replace(compared, solved=bool(compared.fixed) and said.verdict is Verdict.NOT_CONFIRMED)


def _compared(
    before: CheckMemory | None, subject: str, findings: tuple[Finding, ...], checks: tuple[str, ...]
) -> ChangesAnswer:
    """What could not be checked now is not called fixed: it is new, as unknown. Only checks that were made both times
    are compared."""
    troubled = tuple(finding for finding in findings if finding.status is not Status.OK)
    if before is None or before.domain != subject:
        return ChangesAnswer(subject, (), (), troubled, first=True)
    undetermined = {finding.check for finding in troubled if finding.status is Status.UNKNOWN}
    now = {finding.code for finding in troubled}
    fixed = tuple(
        code
        for code in before.codes
        if code not in now and not _of_any(code, undetermined) and (not checks or _of_any(code, set(checks)))
    )
    new = tuple(
        finding
        for finding in troubled
        if finding.code not in before.codes and (not before.checks or finding.check in before.checks)
    )
    return ChangesAnswer(subject, fixed, new, tuple(finding for finding in troubled if finding not in new))


def _of_records(before: CheckMemory, report: Report) -> tuple[Difference, ...]:
    """Of the domain's own names; what several checks show is told once."""
    was = {seen.check: seen.records for seen in before.seen}
    found = (
        one
        for seen in _seen(report)
        if seen.check in was
        for one in differences(report.domain, was[seen.check], seen.records)
        if one.name == report.domain or one.name.endswith(f".{report.domain}")
    )
    return tuple(dict.fromkeys(found))


def _untold(past: tuple[Earlier, ...], said: ChangesAnswer, before: CheckMemory | None) -> tuple[Earlier, ...]:
    """What of the past this answer does not say already: what changed since the case's last check it does."""
    new = {finding.code for finding in said.new}
    at = before.at if before is not None else 0.0
    return tuple(
        one for one in past if one.at <= at or not (new.issuperset(one.new) and set(said.fixed).issuperset(one.fixed))
    )


def _seen(report: Report) -> tuple[Seen, ...]:
    unsure = {finding.check for finding in report.findings if finding.status is Status.UNKNOWN}
    return tuple(
        Seen(check, records_of(finding for finding in report.findings if finding.check == check))
        for check in _checks(report.findings)
        if check not in unsure
    )


def _subject(said: Investigation) -> str | None:
    return said.domain or said.address


def _codes(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings if finding.status is not Status.OK))


def _checks(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.check for finding in findings))


def _of_any(code: str, checks: set[str]) -> bool:
    return any(code.startswith(f"{check}-") for check in checks)

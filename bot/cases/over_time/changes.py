"""What changed between two checks of a domain, or between two investigations of a bounce."""

import time
from collections.abc import Sequence
from dataclasses import replace

from bot.cases.over_time.history import earlier, standing
from bot.cases.values.answers.changes import ChangesAnswer, Earlier
from bot.cases.values.case import CheckMemory, ShownRecords
from bot.cases.values.differences import Difference, differences, records_of
from bot.cases.values.history import Stretch
from bot.cases.values.investigation import CauseVerdict, Investigation
from bot.domains.values import Finding, Report, Status

_BAD = (Status.WARNING, Status.ERROR)


def memory(report: Report) -> CheckMemory:
    """What a case keeps of a whole check."""
    return CheckMemory(report.domain, _codes(report.findings), time.time(), seen=_seen(report))


def memory_of(investigation: Investigation) -> CheckMemory | None:
    """What a case keeps of an investigation; None where nothing was looked at."""
    subject = _subject(investigation)
    return (
        CheckMemory(subject, _codes(investigation.findings), time.time(), _checks(investigation.findings))
        if subject
        else None
    )


def changes(
    before: CheckMemory | None, report: Report, history: Sequence[Stretch] = (), *, whole_past: bool = False
) -> ChangesAnswer:
    """A whole check compared with the one before. It is solved if there were problems, there are none now, and nothing
    has become undetermined; what never could be determined, such as an unknown DKIM selector, keeps no case open.

    `history`: of the domain, without this check. `whole_past`: what it says of earlier checks is wanted too.
    """
    compared = _compared(before, report.domain, report.findings, ())
    unsure = any(finding.status is Status.UNKNOWN for finding in compared.new)
    wrong = any(finding.status in _BAD for finding in (*compared.new, *compared.same))
    now = time.time()
    return replace(
        compared,
        solved=bool(compared.fixed) and not wrong and not unsure,
        records=() if compared.first or before is None else _of_records(before, report),
        standing=standing(history, (finding for finding in compared.same if finding.status is not Status.UNKNOWN), now),
        earlier=_untold(earlier(history, report.domain), compared, before) if whole_past else (),
        at=now,
    )


def changes_of(before: CheckMemory | None, investigation: Investigation) -> ChangesAnswer:
    """An investigation compared with the one before. It is solved if the bounce's cause is gone."""
    compared = _compared(before, _subject(investigation) or "", investigation.findings, _checks(investigation.findings))
    return replace(compared, solved=bool(compared.fixed) and investigation.verdict is CauseVerdict.NOT_CONFIRMED)


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
    """Changed records of the domain's own names; a record that several checks show is listed once."""
    was = {seen.check: seen.records for seen in before.seen}
    changed = (
        difference
        for seen in _seen(report)
        if seen.check in was
        for difference in differences(report.domain, was[seen.check], seen.records)
        if difference.name == report.domain or difference.name.endswith(f".{report.domain}")
    )
    return tuple(dict.fromkeys(changed))


def _untold(past: tuple[Earlier, ...], answer: ChangesAnswer, before: CheckMemory | None) -> tuple[Earlier, ...]:
    """Earlier changes that this answer does not show already: it shows those since the case's last check."""
    new = {finding.code for finding in answer.new}
    at = before.at if before is not None else 0.0
    return tuple(
        earlier
        for earlier in past
        if earlier.at <= at or not (new.issuperset(earlier.new) and set(answer.fixed).issuperset(earlier.fixed))
    )


def _seen(report: Report) -> tuple[ShownRecords, ...]:
    unsure = {finding.check for finding in report.findings if finding.status is Status.UNKNOWN}
    return tuple(
        ShownRecords(check, records_of(finding for finding in report.findings if finding.check == check))
        for check in _checks(report.findings)
        if check not in unsure
    )


def _subject(investigation: Investigation) -> str | None:
    return investigation.domain or investigation.address


def _codes(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings if finding.status is not Status.OK))


def _checks(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.check for finding in findings))


def _of_any(code: str, checks: set[str]) -> bool:
    return any(code.startswith(f"{check}-") for check in checks)

"""The news of a watch after a check: what got worse, what was fixed. An undetermined result is no news."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.cases.over_time.history import fine_since, wrong_since
from bot.cases.values.answers.watching import Change, WatchNewsAnswer
from bot.cases.values.differences import Difference, differences, records_of
from bot.cases.values.history import Stretch
from bot.cases.values.watch import Watch
from bot.domains.engine.check import worst_first
from bot.domains.engine.registry import check_named, code_of
from bot.domains.values import Finding, Report, Status

_TOLD_AGAIN = (7, 1)
"""Days left at which a coming end is reported again."""
_KEYS = "._domainkey."


def news(watch: Watch, before: Report, now: Report, history: Sequence[Stretch]) -> WatchNewsAnswer | None:
    """What changed from the last known state (see `known`) to a whole check just done; None where nothing did.

    `history`: the domain's, which may hold this check already.
    """
    held = _Held(before, now)
    worse = tuple(
        replace(_of_records(held, finding), since=None if _ends(finding) else fine_since(history, finding))
        for finding in worst_first(now.findings)
        if held.worse(finding)
    )
    new = tuple(change.finding for change in worse)
    fixed = tuple(
        replace(_of_records(held, finding), since=wrong_since(history, finding))
        for finding in worst_first(before.findings)
        if held.fixed(finding, new)
    )
    if not worse and not fixed:
        return None
    return WatchNewsAnswer(watch, _records_once(worse), _records_once(fixed, worse), now)


def known(before: Report, now: Report) -> Report:
    """The state to compare the next check with: where nothing could be determined now, the earlier findings."""
    held = _Held(before, now)
    kept: list[Finding] = []
    for source in dict.fromkeys(_source(finding) for finding in (*now.findings, *before.findings)):
        was, findings = held.of(source)
        unsure = held.unsure(source)
        if was and not any(finding.status is not Status.UNKNOWN for finding in findings):
            kept.extend(was)
            continue
        there = {_key(finding) for finding in findings}
        open_ = [finding for finding in was if unsure and _bad(finding) and _key(finding) not in there]
        kept.extend(finding for finding in findings if not (open_ and finding in unsure))
        kept.extend(open_)
    return replace(now, findings=worst_first(kept))


@dataclass(frozen=True, slots=True)
class _Held:
    """A check beside the state before it."""

    before: Report
    now: Report

    def of(self, source: str) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """One source's findings before and now."""
        was = tuple(finding for finding in self.before.findings if _source(finding) == source)
        return was, tuple(finding for finding in self.now.findings if _source(finding) == source)

    def unsure(self, source: str) -> tuple[Finding, ...]:
        """What could not be determined now and could before. A blocklist that never answers takes nothing from what
        the others say."""
        was, findings = self.of(source)
        return tuple(finding for finding in findings if finding.status is Status.UNKNOWN and finding not in was)

    def worse(self, finding: Finding) -> bool:
        was, _ = self.of(_source(finding))
        if all(other.status is Status.UNKNOWN for other in was):
            return False  # it was never determined, so it did not change
        same = [other for other in was if _key(other) == _key(finding)]
        if _ends(finding):
            return not same or _nearer(same[0], finding)
        if same:
            return False
        return _bad(finding) or (finding.status is Status.NOTICE and self._slipped(finding))

    def fixed(self, finding: Finding, new: Iterable[Finding]) -> bool:
        """Whether the finding is certainly gone, and not replaced by one as bad."""
        _, findings = self.of(_source(finding))
        if all(other.status is Status.UNKNOWN for other in findings) or self.unsure(_source(finding)):
            return False
        if any(_key(other) == _key(finding) for other in findings):
            return False
        others = (other for other in new if other.check == finding.check and other.code != finding.code)
        if any(other.status.rank >= finding.status.rank for other in others):
            return False
        return _bad(finding) or _ends(finding) or (finding.status is Status.NOTICE and self._mended(finding))

    def _slipped(self, notice: Finding) -> bool:
        """Whether a check that was wholly well is less so because a part of a record went: DMARC's `p=reject`."""
        was, findings = self.of(_source(notice))
        well = all(finding.status is Status.OK for finding in was) and not any(_bad(finding) for finding in findings)
        return well and any(difference.gone for difference in self.differences(notice))

    def _mended(self, notice: Finding) -> bool:
        was, findings = self.of(_source(notice))
        well = all(finding.status is Status.OK for finding in findings) and not any(_bad(finding) for finding in was)
        return well and any(difference.come for difference in self.differences(notice))

    def differences(self, finding: Finding) -> tuple[Difference, ...]:
        """What changed in the records of the finding's check."""
        was, findings = self.of(_source(finding))
        return differences(self.now.domain, records_of(was), records_of(findings))


def _of_records(held: _Held, finding: Finding) -> Change:
    """The finding with what changed in its check's records: at the domain's own names, else further on."""
    changes = held.differences(finding)
    own = tuple(change for change in changes if change.name.endswith(held.now.domain)) or changes
    gone = tuple(dict.fromkeys(part for change in own for part in _told(change, change.gone, change.come)))
    return Change(
        finding,
        gone=gone,
        come=tuple(dict.fromkeys(part for change in own for part in _told(change, change.come, change.gone))),
    )


def _told(difference: Difference, parts: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The parts; but for a DKIM key or an alias that appeared or disappeared, its name, which says more than its
    value."""
    whole = bool(parts) and not others
    return (difference.name,) if whole and (difference.type == "CNAME" or _KEYS in difference.name) else parts


def _records_once(changes: tuple[Change, ...], others: tuple[Change, ...] = ()) -> tuple[Change, ...]:
    """Shows changed records only once: with the first change that they explain."""
    checks = {change.finding.check for change in others}
    records = {(change.gone, change.come) for change in others}
    shown = []
    for change in changes:
        again = change.finding.check in checks or (change.gone, change.come) in records
        shown.append(replace(change, gone=(), come=()) if again else change)
        checks.add(change.finding.check)
        records.add((change.gone, change.come))
    return tuple(shown)


def _nearer(before: Finding, now: Finding) -> bool:
    """Whether the end is now so near that it must be reported again."""
    was, left = _days(before), _days(now)
    return was is not None and left is not None and any(left <= mark < was for mark in _TOLD_AGAIN)


def _days(finding: Finding) -> int | None:
    days = next((fact.value for fact in finding.facts if fact.name == "days"), None)
    return days if isinstance(days, int) else None


def _source(finding: Finding) -> str:
    """Its check, or the registry."""
    return f"{finding.check} by the registry" if code_of(finding).registry else finding.check


def _key(finding: Finding) -> tuple[str, str]:
    wanted = check_named(finding.check).told_apart_by
    return finding.code, next((str(fact.value) for fact in finding.facts if fact.name == wanted), "")


def _ends(finding: Finding) -> bool:
    """Whether the finding is about a date of expiry: it did not begin today."""
    return code_of(finding).ends


def _bad(finding: Finding) -> bool:
    return finding.status.rank >= Status.WARNING.rank

"""Reads a domain's history: since when something is as it is, and what changed at which check. A check that could
determine nothing changes nothing: the findings before it still hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.cases.values.answers.changes import Earlier, WrongSince
from bot.cases.values.history import FindingMark, RecordMark, Stretch
from bot.domains.values import Finding, Status

_DAY = 86_400
_TOLD = 3


def fine_since(history: Sequence[Stretch], finding: Finding) -> float | None:
    """Since when the finding's check had found nothing wrong, until this; None where that is not known. What the
    newest stretches say of the finding itself is passed over."""
    return _last_run(history, finding, wanted=False)


def wrong_since(history: Sequence[Stretch], finding: Finding) -> float | None:
    """Since when the finding was there, the last time that it was; None where that is not known."""
    return _last_run(history, finding, wanted=True)


def standing(history: Sequence[Stretch], findings: Iterable[Finding], at: float) -> tuple[WrongSince, ...]:
    """Since when each of them has been there, where that is more than a day before `at`."""
    standings: dict[str, WrongSince] = {}
    for finding in findings:
        own = _of_check(history, finding.check)
        present = [any(mark.code == finding.code for mark in marks) for _, marks in own]
        run = present[::-1].index(False) if False in present else len(present)
        if run and at - (began := own[-run][0].first) >= _DAY:
            standings[finding.code] = WrongSince(finding.code, began, at_least=run == len(present))
    return tuple(standings.values())


def earlier(history: Sequence[Stretch], domain: str) -> tuple[Earlier, ...]:
    """What was found to have changed, the newest first; only the last few times."""
    state, episodes = _State(), []
    for stretch in history:
        new, fixed = state.findings(stretch.findings)
        records = state.records(stretch.records, domain)
        if new or fixed or records:
            episodes.append(Earlier(stretch.first, new, fixed, records))
    return tuple(episodes[: -_TOLD - 1 : -1])


@dataclass(slots=True)
class _State:
    """The last known state, while the history is read."""

    wrong: dict[str, set[str]] = field(default_factory=dict)
    """By check, the codes of what was wrong."""
    unsure: dict[str, set[str]] = field(default_factory=dict)
    """By check, the codes of what could not be determined."""
    digests: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def findings(self, marks: tuple[FindingMark, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes that are new, and codes that are gone for certain."""
        new: list[str] = []
        fixed: list[str] = []
        for check in dict.fromkeys(mark.check for mark in marks):
            own = [mark for mark in marks if mark.check == check]
            if all(mark.status is Status.UNKNOWN for mark in own):
                continue
            wrong = {mark.code for mark in own if mark.status.rank >= Status.WARNING.rank}
            unsure = {mark.code for mark in own if mark.status is Status.UNKNOWN}
            before = self.wrong.get(check, wrong)
            gone = before - wrong if unsure <= self.unsure.get(check, set()) else set()
            new += sorted(wrong - before)
            fixed += sorted(gone)
            self.wrong[check] = (before | wrong) - gone
            self.unsure[check] = unsure
        return tuple(new), tuple(fixed)

    def records(self, marks: tuple[RecordMark, ...], domain: str) -> tuple[RecordMark, ...]:
        """Of the domain's own names and types that are there again, those with other values."""
        now: dict[tuple[str, str], set[str]] = {}
        first = {(mark.name, mark.type): mark for mark in reversed(marks)}
        for mark in marks:
            now.setdefault((mark.name, mark.type), set()).add(mark.digest)
        other = [place for place, digests in now.items() if self.digests.get(place, digests) != digests]
        self.digests |= {place: frozenset(digests) for place, digests in now.items()}
        return tuple(first[place] for place in other if place[0] == domain or place[0].endswith(f".{domain}"))


def _last_run(history: Sequence[Stretch], finding: Finding, *, wanted: bool) -> float | None:
    """The beginning of the last run of stretches in which the finding was there, or in which its check was well."""
    began: float | None = None
    for stretch, marks in reversed(_of_check(history, finding.check)):
        there = any(mark.code == finding.code for mark in marks)
        well = not there and all(mark.status.rank < Status.WARNING.rank for mark in marks)
        if there if wanted else well:
            began = stretch.first
        elif began is not None or there == wanted:
            break
    return began


def _of_check(history: Sequence[Stretch], check: str) -> list[tuple[Stretch, list[FindingMark]]]:
    """The stretches that say something of the check, with what they say."""
    checked = [(stretch, [mark for mark in stretch.findings if mark.check == check]) for stretch in history]
    return [(stretch, marks) for stretch, marks in checked if any(mark.status is not Status.UNKNOWN for mark in marks)]

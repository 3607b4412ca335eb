"""Many domains' reports counted together."""

from collections import Counter
from dataclasses import dataclass, field

from bot.domains.values import Report, Status


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What a batch counts of one line of its list."""

    level: Status | None
    """How the domain stands; None for what is no domain, and for a check that broke."""
    wrong: bool
    """Whether the exit status has to tell of it."""
    codes: tuple[str, ...] = ()
    """Codes of the findings that are worse than a notice."""


@dataclass(slots=True)
class Tally:
    """Grows with each outcome; as large as there are kinds of findings, however long the list."""

    levels: Counter[Status] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    """Lines without a report."""
    wrong: bool = False

    def add(self, outcome: CountedLine) -> None:
        if outcome.level is None:
            self.failed += 1
        else:
            self.levels[outcome.level] += 1
        self.codes.update(outcome.codes)
        self.wrong = self.wrong or outcome.wrong

    @property
    def domains(self) -> int:
        return self.levels.total()

    @property
    def fine(self) -> int:
        return self.levels[Status.OK] + self.levels[Status.NOTICE]


def outcome(report: Report, level: Status) -> CountedLine:
    """`level`: how the whole report is judged."""
    bad = [finding for finding in report.findings if finding.status.rank > Status.NOTICE.rank]
    return CountedLine(level, wrong(report), tuple(dict.fromkeys(finding.code for finding in bad)))


def wrong(report: Report) -> bool:
    """Whether something is wrong with the domain, beyond what could not be determined."""
    return any(finding.status in (Status.WARNING, Status.ERROR) for finding in report.findings)

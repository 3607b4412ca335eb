"""A history seen check by check: how each stood, from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.cases.values.history import FindingMark, Stretch
from bot.domains.engine.registry import all_checks
from bot.domains.values import Status


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a check was found to be one way. What was between two periods nobody saw."""

    check: str
    status: Status
    code: str
    """Of its worst finding."""
    since: float
    """Unix time, seconds: seen so first."""
    seen: float
    """Seen so last."""
    current: bool = False
    """The domain's last check found it so, too."""
    named: tuple[tuple[str, str], ...] = ()
    """What the finding's title names, as it was last."""


@dataclass(frozen=True, slots=True)
class CheckHistory:
    """One check's periods, the oldest first."""

    check: str
    periods: tuple[Period, ...]

    @property
    def troubled(self) -> bool:
        """Whether it was ever worse than a notice."""
        return any(period.status.rank > Status.NOTICE.rank for period in self.periods)


def by_check(stretches: Sequence[Stretch]) -> tuple[CheckHistory, ...]:
    """Every check that was ever made, in the order in which checks are told."""
    periods: dict[str, list[Period]] = {}
    for stretch in stretches:
        for mark in _worst(stretch):
            _grow(periods.setdefault(mark.check, []), mark, stretch, current=stretch is stretches[-1])
    order = {check.name: place for place, check in enumerate(all_checks())}
    names = sorted(periods, key=lambda name: (order.get(name, len(order)), name))
    return tuple(CheckHistory(name, tuple(periods[name])) for name in names)


def _worst(stretch: Stretch) -> Iterable[FindingMark]:
    """The worst mark of each check."""
    worst: dict[str, FindingMark] = {}
    for mark in stretch.findings:
        before = worst.get(mark.check)
        if before is None or mark.status.rank > before.status.rank:
            worst[mark.check] = mark
    return worst.values()


def _grow(periods: list[Period], mark: FindingMark, stretch: Stretch, *, current: bool) -> None:
    """Adds the mark to the last period or begins a new one. All good findings count as the same state."""
    last = periods[-1] if periods else None
    if last and last.status is mark.status and (last.code == mark.code or mark.status is Status.OK):
        periods[-1] = replace(last, seen=stretch.last, current=current, named=mark.named)
    else:
        periods.append(Period(mark.check, mark.status, mark.code, stretch.first, stretch.last, current, mark.named))

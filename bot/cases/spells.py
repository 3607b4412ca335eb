"""A history seen check by check: how each stood, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cases.history import FindingMark, Stretch
from bot.domains.check import all_checks
from bot.domains.values import Status


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a check was found to be one way. What was between two spells nobody saw."""

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


@dataclass(frozen=True, slots=True)
class CheckHistory:
    """One check's spells, the oldest first."""

    check: str
    spells: tuple[Spell, ...]

    @property
    def troubled(self) -> bool:
        """Whether it was ever worse than a notice."""
        return any(spell.status.rank > Status.NOTICE.rank for spell in self.spells)


def by_check(stretches: Sequence[Stretch]) -> tuple[CheckHistory, ...]:
    """Every check that was ever made, in the order in which checks are told."""
    order = {check.name: place for place, check in enumerate(all_checks())}
    names = {mark.check for stretch in stretches for mark in stretch.findings}
    found = ((name, _spells(name, stretches)) for name in sorted(names, key=lambda name: (order.get(name, 99), name)))
    return tuple(CheckHistory(name, spells) for name, spells in found)


def _spells(check: str, stretches: Sequence[Stretch]) -> tuple[Spell, ...]:
    spells: list[Spell] = []
    for stretch in stretches:
        worst = _worst(check, stretch)
        if worst is None:
            continue
        if spells and _same(spells[-1], worst):
            spells[-1] = replace(spells[-1], seen=stretch.last, current=stretch is stretches[-1])
        else:
            spells.append(Spell(check, worst.status, worst.code, stretch.first, stretch.last, stretch is stretches[-1]))
    return tuple(spells)


def _worst(check: str, stretch: Stretch) -> FindingMark | None:
    marks = [mark for mark in stretch.findings if mark.check == check]
    return max(marks, key=lambda mark: mark.status.rank, default=None)


def _same(spell: Spell, mark: FindingMark) -> bool:
    """In which way a check is fine makes no difference."""
    return spell.status is mark.status and (spell.code == mark.code or mark.status is Status.OK)

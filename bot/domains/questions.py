"""The four questions of a verdict, and the order of checks that follows from them (`data/questions.toml`)."""

from dataclasses import dataclass
from functools import cache

from bot.domains.data import DataError, table


@dataclass(frozen=True, slots=True)
class Concern:
    """One question, such as `receive`, with the names of the checks that answer it."""

    name: str
    checks: tuple[str, ...]


@cache
def concerns() -> tuple[Concern, ...]:
    """In the order in which a verdict speaks of them. Raises `DataError`."""
    found = []
    seen: set[str] = set()
    for entry in table("questions").get("questions", []):
        name, checks = entry.get("name"), entry.get("checks")
        if not isinstance(name, str) or not isinstance(checks, list) or not all(isinstance(c, str) for c in checks):
            raise DataError(f"questions.toml: {entry!r} needs a name and a list of checks")
        if twice := seen.intersection(checks):
            raise DataError(f"questions.toml: {name}: {', '.join(sorted(twice))} stands under another question too")
        seen.update(checks)
        found.append(Concern(name, tuple(checks)))
    return tuple(found)


@cache
def place(check: str) -> int:
    """The check's place among all; one that no question names comes last."""
    order = [name for concern in concerns() for name in concern.checks]
    return order.index(check) if check in order else len(order)


def goes_later(check: str) -> bool:
    """Whether the check's questions may stand behind those of the checks that need more round trips."""
    return check not in _first()


@cache
def _first() -> frozenset[str]:
    return frozenset(table("questions").get("first", ()))

"""All checks that there are: each module of `bot/domains/checks/` with its declaration."""

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from importlib import import_module

from bot.domains import checks
from bot.domains.declaration import Check, Code, Concern
from bot.domains.shared.look import Look
from bot.domains.values import Finding

Maker = Callable[[Look], Awaitable[tuple[Finding, ...]]]
"""A check module's `check`."""


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the questions and within each of them; those that answer none come last."""
    return tuple(sorted((check for check, _ in _modules().values()), key=_order))


@cache
def check_named(name: str) -> Check:
    """The declaration. Of a check that there is no more, as in a stored report, one that declares nothing."""
    return _modules()[name][0] if name in _modules() else Check(name, {})


@cache
def maker(name: str) -> Maker:
    """The function `check` of that check's module. Raises KeyError if there is no such check."""
    return _modules()[name][1]


def code_of(finding: Finding) -> Code:
    """What the finding's check declares of its code."""
    return check_named(finding.check).code(finding.code)


@cache
def place(name: str) -> int:
    """The check's place among all; one that there is no more comes last."""
    names = [check.name for check in all_checks()]
    return names.index(name) if name in names else len(names)


@cache
def answering(concern: Concern) -> tuple[str, ...]:
    """The names of the checks that answer a question."""
    return tuple(check.name for check in all_checks() if check.concern is concern)


@cache
def weighed_by_filters() -> tuple[str, ...]:
    """The names of the checks that spam filters weigh, the heaviest first."""
    weighed = [check for check in all_checks() if check.spam_weight]
    return tuple(check.name for check in sorted(weighed, key=lambda check: -check.spam_weight))


@cache
def asked_by_address() -> tuple[str, ...]:
    """The names of the checks that judge whether an address may send."""
    return tuple(check.name for check in all_checks() if check.asked_by_address)


@cache
def deciding_posing() -> tuple[str, ...]:
    """The names of the checks that decide whether others can send in the domain's name."""
    return tuple(check.name for check in all_checks() if check.concern is Concern.POSE and check.decides)


@cache
def keepers_of_zones() -> tuple[str, ...]:
    """The names of the checks that tell who keeps the domain's zone."""
    return tuple(check.name for check in all_checks() if check.tells_zone_keeper)


@cache
def of_missing() -> tuple[str, ...]:
    """The names of the checks that speak where a domain does not exist."""
    return tuple(check.name for check in all_checks() if check.of_missing)


@cache
def decides_posing(name: str) -> bool:
    """Whether the check decides if others can send in the domain's name."""
    return name in deciding_posing()


@cache
def _modules() -> Mapping[str, tuple[Check, Maker]]:
    by_name: dict[str, tuple[Check, Maker]] = {}
    for entry in pkgutil.iter_modules(checks.__path__):
        module = import_module(f"{checks.__name__}.{entry.name}")
        declared: Check = module.CHECK
        if declared.name != entry.name.replace("_", "-"):
            raise ValueError(f"{module.__name__} declares the check {declared.name}")
        by_name[declared.name] = declared, module.check
    return by_name


def _order(check: Check) -> tuple[int, int, str]:
    concerns = tuple(Concern)
    return (concerns.index(check.concern) if check.concern else len(concerns), check.place, check.name)

"""Plural forms by CLDR, through Babel: which of a language's forms a whole number takes."""

from collections.abc import Callable
from functools import cache

from babel import Locale

_ORDER = ("zero", "one", "two", "few", "many", "other")


@cache
def _rule(language: str) -> tuple[Callable[[int], str], tuple[str, ...]]:
    rule = Locale.parse(language).plural_form
    # CLDR also has forms for fractions (Lithuanian "many"); only those that whole numbers take count here.
    used = {rule(number) for number in range(201)}
    return rule, tuple(tag for tag in _ORDER if tag in used)


def plural_index(language: str, number: int) -> int:
    """Which form `number` takes: 0, 1 or 2 for Lithuanian one, few, other; 0 or 1 for English."""
    rule, tags = _rule(language)
    return tags.index(rule(abs(number)))


def forms(language: str) -> int:
    """How many forms a whole number can take."""
    return len(_rule(language)[1])

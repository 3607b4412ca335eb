"""Which of a domain's findings may explain a reply code (`data/causes_by_code.toml`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import tomli

from bot.cases.root_cause.judge import judge
from bot.cases.root_cause.plans import plans
from bot.cases.values.answers.kinds import Relation
from bot.domains.values import Report

_FILE = Path(__file__).parent / "data" / "causes_by_code.toml"


class CodesError(Exception):
    """The data file says something that cannot be followed; the message names the entry."""


def relation(code: str | None, report: Report) -> Relation | None:
    """None for a code of which a domain's records tell nothing. `code` as asked: `451`, `550 5.7.26`."""
    causes = causes_of(code or "")
    if not causes:
        return None
    roots = (judge(plans()[cause], report.domain, report.findings).root for cause in causes)
    return Relation(code or "", next((root for root in roots if root is not None), None))


def causes_of(code: str) -> tuple[str, ...]:
    """The enhanced status code says more than the reply code beside it; its class does not matter here."""
    for part in reversed(code.split()):
        key = part if "." not in part else f"X.{part.partition('.')[2]}"
        if key in causes_by_code():
            return causes_by_code()[key]
    return ()


@cache
def causes_by_code() -> Mapping[str, tuple[str, ...]]:
    """Each code's causes that live checks can confirm, the likeliest first. Raises CodesError naming the entry."""
    return parse(_FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, tuple[str, ...]]:
    """The codes in a TOML text. Raises CodesError naming the entry."""
    causes_by_code = {}
    for code, causes in tomli.loads(text).items():
        if not isinstance(causes, list) or not causes or not set(causes) <= set(plans()):
            raise CodesError(f"{_FILE.name}: {code}: must list causes of investigations.toml")
        causes_by_code[code] = tuple(causes)
    return causes_by_code

"""The filters that are known, read from `data/*.toml` and checked when they are loaded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from bot.mails.filters.shapes import SHAPES, numbers
from bot.mails.values import FilterVerdict, Problem


class FilterError(ValueError):
    """A data file is wrong; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field that the filter writes."""

    name: re.Pattern[str]
    shape: str
    divided: float
    """What the number is to be divided by: cPanel writes tenths."""
    beside: str
    """A field that has to be there too."""
    without: str
    """A field that must not be there."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one sign says. Its words stand in `locales/<language>/filters/`, under the filter's name and its key."""

    filter: str
    key: str
    """Its name in the data file: `CAT:SPM`, `BCL`, `RCVD_IN_*`."""
    pattern: re.Pattern[str]
    least: float | None
    most: float | None
    verdict: FilterVerdict | None
    problem: Problem | None
    rank: int
    """Among signs without a score, the highest names the problem."""
    source: str

    @property
    def known(self) -> str:
        return f"{self.filter}/{self.key}"

    def fits(self, name: str) -> bool:
        if self.pattern.fullmatch(name) is None:
            return False
        if self.least is None and self.most is None:
            return True
        return any(
            (self.least is None or number >= self.least) and (self.most is None or number <= self.most)
            for number in numbers(name)
        )


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    title: str
    order: int
    """Who is asked first where several wrote into a mail: the receiver's own filter before a library that it uses."""
    fields: tuple[FilterField, ...]
    threshold: float | None
    """The score from which it calls a mail spam, unless the mail says so itself."""
    scored_by: str
    """The key of the signs whose number is the score: `SCL`."""
    uses: str
    """The filter whose rules it writes too."""
    meanings: tuple[Meaning, ...]

    def meaning(self, name: str) -> Meaning | None:
        own = next((each for each in self.meanings if each.fits(name)), None)
        if own is None and self.uses:
            return filter_named(self.uses).meaning(name)
        return own


def filter_named(name: str) -> Filter:
    """The filter of this file. Raises KeyError."""
    return {each.name: each for each in filters()}[name]


@cache
def filters() -> tuple[Filter, ...]:
    """All of them, in the order in which they are asked."""
    folder = files("bot.mails.filters") / "data"
    known = [_filter(file) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(known, key=lambda each: (each.order, each.name)))


def _filter(file: Traversable) -> Filter:
    name = file.name.removesuffix(".toml")
    try:
        entry = tomli.loads(file.read_text(encoding="utf-8"))
        _only(entry, {"title", "source", "order", "threshold", "score", "uses", "field", "sign"})
        return Filter(
            name=name,
            title=entry["title"],
            order=int(entry["order"]),
            fields=tuple(_source(each) for each in entry["field"]),
            threshold=entry.get("threshold"),
            scored_by=entry.get("score", ""),
            uses=entry.get("uses", ""),
            meanings=tuple(_meanings(name, entry.get("sign", ()), entry["source"])),
        )
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise FilterError(f"{file.name}: {error}") from error


def _source(entry: dict[str, Any]) -> FilterField:
    _only(entry, {"name", "shape", "divided", "beside", "without"})
    if entry["shape"] not in SHAPES:
        raise FilterError(f"{entry['name']}: no such shape: {entry['shape']}")
    return FilterField(
        name=_pattern(entry["name"]),
        shape=entry["shape"],
        divided=float(entry.get("divided", 1)),
        beside=entry.get("beside", ""),
        without=entry.get("without", ""),
    )


def _meanings(filter_name: str, entries: Iterable[dict[str, Any]], source: str) -> Iterable[Meaning]:
    for entry in entries:
        key = entry["key"]
        try:
            _only(entry, {"key", "name", "least", "most", "verdict", "problem", "rank", "source"})
            yield Meaning(
                filter=filter_name,
                key=key,
                pattern=_pattern(entry.get("name", key)),
                least=entry.get("least"),
                most=entry.get("most"),
                verdict=FilterVerdict(entry["verdict"]) if "verdict" in entry else None,
                problem=Problem(entry["problem"]) if "problem" in entry else None,
                rank=int(entry.get("rank", 0)),
                source=entry.get("source") or source,
            )
        except ValueError as error:
            raise FilterError(f"{key}: {error}") from error


def _only(entry: dict[str, Any], keys: set[str]) -> None:
    if unknown := entry.keys() - keys:
        raise FilterError(f"no such key: {', '.join(sorted(unknown))}")


def _pattern(name: str) -> re.Pattern[str]:
    """A name as a shell writes it: `*` stands for anything, `[0-4]` for one of these characters."""
    return re.compile(translate(name), re.IGNORECASE)

"""Tag lists: the `name=value; name=value` that DKIM (RFC 6376, 3.2), DMARC, MTA-STS, TLS-RPT and BIMI records are."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.measures import MOST_TAGS

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_FOLDING = re.compile(r"\\0(?:09|10|13)")
"""A tab or line break as records show it; it is white space, which may stand around and in a value (RFC 6376, 3.2)."""


class Tag(NamedTuple):
    """One pair; the name as written, the value without the white space around it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Tags:
    """A record taken apart. `strays` are the parts between semicolons that are no pair."""

    pairs: tuple[Tag, ...]
    strays: tuple[str, ...] = ()
    _values: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The first value of each name in lower case."""

    def get(self, name: str) -> str | None:
        """The first value of this name, whatever its case; None where there is none."""
        return self._values.get(name)

    @property
    def first(self) -> Tag | None:
        return self.pairs[0] if self.pairs else None

    @property
    def repeated(self) -> tuple[str, ...]:
        """Names that stand more than once."""
        if len(self._values) == len(self.pairs):
            return ()
        return tuple(name for name, times in Counter(tag.name.lower() for tag in self.pairs).items() if times > 1)


@lru_cache(256)
def parse(record: str) -> Tags:
    """Takes apart whatever is given, up to `MOST_TAGS` tags; judging what is missing or wrong is the standard's own
    module's work. The last ones are kept: a check asks of each several times what it is."""
    pairs, strays = [], []
    for part in unfolded(record).split(";", MOST_TAGS)[:MOST_TAGS]:
        name, equals, value = (piece.strip(" \t\r\n") for piece in part.partition("="))
        if equals and _NAME.fullmatch(name):
            pairs.append(Tag(name, value))
        elif part.strip():
            strays.append(part.strip())
    values = {tag.name.lower(): tag.value for tag in reversed(pairs)}
    return Tags(tuple(pairs), tuple(strays), values)


def unfolded(record: str) -> str:
    """The record with a blank for each tab or line break."""
    return _FOLDING.sub(" ", record) if "\\" in record else record

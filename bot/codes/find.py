"""Finds the SMTP code in a line or two of text, among addresses, dates, ports, sizes and other numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import tomli

from bot.codes.table import entry
from bot.measures import fold

_ENHANCED = r"[245Xx]\.[0-9]{1,3}\.[0-9]{1,3}(?![\w@]|\.[0-9]|[-/+]\w)"
_PAIR = re.compile(rf"(?<![\w.+/@])(?<![0-9]-)([2-5][0-9]{{2}})[ \t:;,/-]{{1,3}}[#(\[]{{0,2}}({_ENHANCED})")
_STATUS = re.compile(rf"(?<![\w.+/@-]){_ENHANCED}")
_REPLY = re.compile(r"(?<![\w.,:+/@-])[2-5][0-9]{2}(?![\w%€$@/]|[.,:-][0-9])")

_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[\s:;=#\"'(\[<.,„“`*-]{0,4}\Z")
_WORD_AFTER = re.compile(r"\s?([^\W\d_]+)")
_NEAR = 40
"""How many characters on either side can tell what a number is."""


_CONTEXT = Path(__file__).parent / "data" / "context.toml"


class Sureness(IntEnum):
    """How surely a number is the code; the lowest wins, then the first in the text."""

    PAIR = 0
    """A reply code with its enhanced status code: `550 5.7.1`."""
    PLACED = 1
    """Where a code stands: at the start, or after a word such as `error`."""
    STATUS = 2
    """A registered enhanced status code somewhere."""
    KNOWN = 3
    """A known error code somewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code in a text, as written there."""

    code: str
    sureness: Sureness
    at: int
    paired: str | None = None


def find(text: str) -> Found | None:
    """The likeliest code of a text, with the enhanced status code that stands beside it. None where there is none.

    Takes time in proportion to the text's length.
    """
    return min(_all(text), key=lambda code: (code.sureness, code.at), default=None)


def _all(text: str) -> Iterator[Found]:
    for match in _PAIR.finditer(text):
        yield Found(match[1], Sureness.PAIR, match.start(), match[2])
    for match in _STATUS.finditer(text):
        if _placed(text, match.start()):
            yield Found(match[0], Sureness.PLACED, match.start())
        elif entry(match[0]):
            yield Found(match[0], Sureness.STATUS, match.start())
    first_line = _first_line(text)
    for match in _REPLY.finditer(text):
        if sureness := _reply(text, match, first_line):
            yield Found(match[0], sureness, match.start())


def _first_line(text: str) -> int:
    """Where the first line that is not blank ends."""
    end = text.find("\n", len(text) - len(text.lstrip()))
    return len(text) if end < 0 else end


def _reply(text: str, match: re.Match[str], first_line: int) -> Sureness | None:
    start, end = match.span()
    if _counts(text, end):
        return None
    known = entry(match[0]) is not None
    if _placed(text, start) and (known or start < first_line):
        return Sureness.PLACED
    before, after = text[max(0, start - _NEAR) : start].rstrip(), text[end : end + _NEAR].lstrip()
    # A telephone number or an amount: numbers stand in a row. `size=451` is one, too.
    alone = not (before[-1:].isdigit() or before.endswith("=") or after[:1].isdigit())
    return Sureness.KNOWN if known and match[0][0] in "45" and alone else None


def _placed(text: str, at: int) -> bool:
    """Whether a code stands here: at the start of a line, quoted or not, or after a word that announces one."""
    before = text[max(0, at - _NEAR) : at]
    line = before.rpartition("\n")[2]
    if (len(line) < len(before) or at <= _NEAR) and not any(map(str.isalnum, line)):
        return True
    word = _WORD_BEFORE.search(before)
    return word is not None and fold(word[1]).startswith(_context()["before"])


def _counts(text: str, end: int) -> bool:
    """Whether the number before `end` counts something: `500 MB`."""
    word = _WORD_AFTER.match(text, end, end + _NEAR)
    return word is not None and fold(word[1]) in _context()["units"]


@cache
def _context() -> dict[str, tuple[str, ...]]:
    """The words of `data/context.toml`. Raises ValueError for a word that folding would never give."""
    tables = tomli.loads(_CONTEXT.read_text("utf-8"))
    if set(tables) != {"before", "units"}:
        raise ValueError("context.toml: the keys are before and units")
    for key, words in tables.items():
        for word in words:
            if fold(word) != word:
                raise ValueError(f"context.toml: {key}: {word} must be lower case, without diacritics")
    return {key: tuple(words) for key, words in tables.items()}

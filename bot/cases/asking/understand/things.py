"""The things that a message names: an SMTP code, a domain, an address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from publicsuffixlist import PublicSuffixList

from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.codes.find import find
from bot.codes.table import entry
from bot.domains import name
from bot.measures import fold

_BARE = re.compile(r"(?:\W*+[^\W\d]++){0,4}+\W++([23][0-5]\d|[45]\d\d(?=\?)|[45]\.[0-7]\.\d{1,3}(?=\?))\W*+")
"""`o 250?`, `o 571?`, `o 5.7.999?`: a positive reply's code, or one that no table has, closes a very short question;
elsewhere such a number counts something. Possessive: where the gaps may be empty, a run of letters can be cut into four
words in n⁴ ways."""
_UNLISTED = re.compile(
    r"(?<![\w.,:+/@=-])(?:[45][0-9]{2}|[245]\.[0-9]{1,2}\.[0-9]{1,3})(?![\w%€$@/]|[.,:-]\w|[ ][0-9])"
)
"""What has the form of a code, whether any table has it or not."""
_ANOTHERS = frozenset({"465", "587", "400", "401", "403", "404", "405", "408", "410", "429"})
"""Ports of mail (RFC 8314) and answers of websites (RFC 9110), which are spoken of more than such reply codes."""
_LONGEST = 14
"""Words of a question about such a code; in a longer text numbers count things."""
_NEAR = 40
"""Characters before a code in which the word before it stands."""
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[\s\"'`„“(\[#–—-]{1,4}\Z")
_WORD_AFTER = re.compile(r"[\s\"'`“”)\]]{1,3}([^\W\d_]++)")
_KEYS = ("before", "after", "spoken")
_HUNDRED = 100
_RESERVED = frozenset({"test", "example", "invalid"})
"""Top-level domains for trying things out (RFC 2606)."""
_FILE = frozenset({"eml", "msg", "txt", "pdf", "png", "jpg", "jpeg", "doc", "docx", "zip", "csv", "html", "php"})
"""Endings of files that people speak of; a few are top-level domains too, but nobody checks those here."""


def code_at(text: str) -> tuple[str, int, int] | None:
    """The SMTP code that a message speaks of, and where it stands. Of `550 5.7.1` the enhanced one, which says more."""
    codes = find(text)
    if codes is None:
        bare = _BARE.fullmatch(text)
        if bare and (bare[1][0] in "45" or entry(bare[1])):
            return bare[1], *bare.span(1)
        return next(_unlisted(text), None)
    if codes.paired:
        return codes.paired, codes.at, text.index(codes.paired, codes.at) + len(codes.paired)
    return codes.code, codes.at, codes.at + len(codes.code)


def _unlisted(text: str) -> Iterator[tuple[str, int, int]]:
    """Codes that no table has and nothing announces, by the words beside them: `how about 571`, `571 kodas`."""
    if len(text.split()) > _LONGEST:
        return
    before_code, after_code = _beside("before"), _beside("after")
    for match in _UNLISTED.finditer(text):
        start, end = match.span()
        before, after = _WORD_BEFORE.search(text[max(0, start - _NEAR) : start]), _WORD_AFTER.match(text, end)
        opens = not any(map(str.isalnum, text[:start]))
        if match[0] in _ANOTHERS or not (opens or (before and fold(before[1]) in before_code)):
            continue
        if (after is None and not opens) or (after and fold(after[1]) in after_code):
            yield match[0], *match.span()


@cache
def _beside(place: str) -> frozenset[str]:
    """The words of every language that stand before a code, or after it."""
    words: set[str] = set()
    for folder in vocabulary_folders().values():
        path = folder / "codes.toml"
        lines = strings(read_toml(path, _KEYS).get(place), f"{path}: {place}")
        words.update(fold(word) for line in lines for word in line.split())
    return frozenset(words)


def spoken_code(words: Sequence[str]) -> str | None:
    """The reply code that all of the words say: `five fifty`, `five hundred and fifty`, `five five zero`; None where
    they say none. A round hundred is none: mails are counted in those."""
    values = [spoken_numbers().get(word) for word in words]
    match values:
        case [int(first), int(tens), int(ones)] if max(first, tens, ones) < 10:
            number = 100 * first + 10 * tens + ones
        case [int(first), *rest] if first < 10 and rest:
            number = 100 * first + _below_a_hundred(rest[1:] if rest[0] == _HUNDRED else rest)
        case _:
            return None
    return str(number) if 2 <= number // 100 <= 5 and number % 100 else None


def _below_a_hundred(values: Sequence[int | None]) -> int:
    """`fifty two` is 52; 0 where it is no number from 10 on, or one alone behind a hundred."""
    match values:
        case [int(tens), int(ones)] if 20 <= tens < _HUNDRED and 0 < ones < 10:
            return tens + ones
        case [int(number)] if 10 <= number < _HUNDRED:
            return number
        case _:
            return 0


@cache
def spoken_numbers() -> Mapping[str, int]:
    """The words of every language for the numbers that codes are said with, folded."""
    numbers: dict[str, int] = {}
    for folder in vocabulary_folders().values():
        path = folder / "codes.toml"
        for number, written in read_toml(path, _KEYS)["spoken"].items():
            value = _HUNDRED if number == "hundred" else int(number)
            numbers |= {fold(word): value for word in strings(written, f"{path}: spoken.{number}")}
    return numbers


def domain_of(text: str) -> str | None:
    """The domain of a name, address or URL: ASCII, lower case, no final dot; None where it is none."""
    domain = name.read(text)
    if not isinstance(domain, name.Domain):
        return None
    labels = domain.ascii.split(".")
    if labels[-1] in _FILE or any(label.startswith("_") for label in labels):
        return None
    known = labels[-1] in _RESERVED or _suffixes().publicsuffix(domain.ascii, accept_unknown=False)
    return domain.ascii if known else None


def is_address(text: str) -> bool:
    return "@" in text


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)

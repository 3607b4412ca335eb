"""The things that a message names: an SMTP code, a domain, an address."""

import re
from collections.abc import Iterator
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
        lines = strings(read_toml(path, ("before", "after")).get(place), f"{path}: {place}")
        words.update(fold(word) for line in lines for word in line.split())
    return frozenset(words)


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

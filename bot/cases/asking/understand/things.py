"""The things that a message names: an SMTP code, a domain, an address."""

import re
from functools import cache

from publicsuffixlist import PublicSuffixList

from bot.codes.find import find
from bot.codes.table import entry
from bot.domains import name

_BARE = re.compile(r"(?:\W*+[^\W\d]++){0,4}+\W++([23][0-5]\d|[45]\d\d(?=\?)|[45]\.[0-7]\.\d{1,3}(?=\?))\W*+")
"""`o 250?`, `o 571?`, `o 5.7.999?`: a positive reply's code, or one that no table has, closes a very short question;
elsewhere such a number counts something. Possessive: where the gaps may be empty, a run of letters can be cut into four
words in n⁴ ways."""
_RESERVED = frozenset({"test", "example", "invalid"})
"""Top-level domains for trying things out (RFC 2606)."""
_FILE = frozenset({"eml", "msg", "txt", "pdf", "png", "jpg", "jpeg", "doc", "docx", "zip", "csv", "html", "php"})
"""Endings of files that people speak of; a few are top-level domains too, but nobody checks those here."""


def code_at(text: str) -> tuple[str, int, int] | None:
    """The SMTP code that a message speaks of, and where it stands. Of `550 5.7.1` the enhanced one, which says more."""
    codes = find(text)
    if codes is None:
        bare = _BARE.fullmatch(text)
        return (bare[1], *bare.span(1)) if bare and (bare[1][0] in "45" or entry(bare[1])) else None
    if codes.paired:
        return codes.paired, codes.at, text.index(codes.paired, codes.at) + len(codes.paired)
    return codes.code, codes.at, codes.at + len(codes.code)


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

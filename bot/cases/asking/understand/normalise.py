"""A message as people type it, made into words and things: folded, cut of its endings' apostrophes, without markup."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.cases.asking.understand.things import code_at, domain_of, is_address
from bot.measures import fold, stream_safe, unescape

LONGEST = 1500
"""Characters of a message that are read; a longer one is no question."""


class TokenKind(StrEnum):
    """What a token is. All but `WORD` can be named in a vocabulary's phrases: `#code`, `#domain`, ..."""

    WORD = "word"
    CODE = "code"
    DOMAIN = "domain"
    IP = "ip"
    NUMBER = "number"
    EMOJI = "emoji"
    STOP = "stop"
    """The end of a sentence, over which no phrase reaches."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str
    """Folded: lower case, no diacritics. A domain in ASCII, a code as `5.7.26`."""
    mark: str = ""
    """A sentence's end as written: `?`."""


_SCAN = re.compile(
    r"""
      (?P<skip> <[@\#!][^<>]*+> )
    | <mailto:(?P<mailto> [^|<>]++) [^<>]*+>
    | <(?P<link> https?://[^|<>]++) [^<>]*+>
    | (?P<emoji> :[a-z][a-z0-9_+-]*: | :\+1: | [\U0001F300-\U0001FAFF\u2600-\u27BF] )
    | (?P<url> https?://\S+ )
    | (?P<address> (?<![\w.+-])[\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)+ )
    | (?P<ip> (?<![\w.]) (?: \d{1,3}(?:\.\d{1,3}){3} | [0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7} ) (?![\w.]*\w) )
    | (?P<number> (?<![\w.]) (?: [\dx]\.\d+\.\d+ | \d+(?:[.,:/-]\d+)*[a-z%€]* ) (?!\w) )
    | (?P<term> (?: include | redirect | exists | a | mx ) [:=] [\w.-]+ )
    | (?P<domain> [^\W_][\w-]{0,62} (?: \.[^\W_][\w-]{0,62} )+ )
    | (?P<all> [~?+-]all\b )
    | (?P<word> [^\W_]+ (?: ['’ʼ`´] [^\W_]+ )? )
    | (?P<stop> [.?!;\n]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_APOSTROPHE = re.compile("['’ʼ`´]")


def read_tokens(text: str) -> tuple[Token, ...]:
    """The message's tokens in order. Never raises; reads no more than the first `LONGEST` characters."""
    plain = unicodedata.normalize("NFC", stream_safe(unescape(text[:LONGEST])))
    code, start, end = code_at(plain) or ("", -1, -1)
    tokens: list[Token] = []
    for match in _SCAN.finditer(plain):
        if start <= match.start() < end:
            if match.start() == start:
                tokens.append(Token(TokenKind.CODE, code))
            continue
        tokens.extend(_token(match))
    return tuple(tokens)


def _token(match: re.Match[str]) -> list[Token]:
    kind, written = match.lastgroup or "", match[match.lastgroup or 0]
    if kind in ("link", "url", "domain", "mailto", "address"):
        return _named(written)
    if kind == "term":
        return [Token(TokenKind.WORD, "include")]
    if kind == "emoji":
        return [Token(TokenKind.EMOJI, written.lower().replace("_", "-"))]
    if kind in ("ip", "number"):
        return [Token(TokenKind(kind), written.lower())]
    if kind == "stop":
        return [Token(TokenKind.STOP, ".", written[0])] if _ends(match) else []
    if kind == "all":
        return [Token(TokenKind.WORD, written.lower())]
    return [Token(TokenKind.WORD, word) for word in _words(written)] if kind == "word" else []


def _ends(stop: re.Match[str]) -> bool:
    """A dot within a line ends a sentence only before a capital: `el. laiškas`, `per val. galima` go on."""
    if stop[0].strip("."):
        return True
    rest = stop.string[stop.end() : stop.end() + 3].lstrip(" \t")
    return not rest or rest[0].isupper() or rest[0] == "\n"


def _named(written: str) -> list[Token]:
    """A domain; where it is none (`spf.Ar`, `laiskas.eml`), the words it is made of."""
    if domain := domain_of(written):
        return [Token(TokenKind.DOMAIN, domain)]
    if is_address(written):
        return []
    return [Token(TokenKind.WORD, word) for part in re.split(r"[\W_]+", written) for word in _words(part) if part]


@lru_cache(maxsize=4096)
def _words(written: str) -> tuple[str, ...]:
    """`SPF’o` is `spf`; `doesn't` is `does`, `not`."""
    folded = _DRAWN_OUT.sub(r"\1", fold(written))
    if not _APOSTROPHE.search(folded):
        return (folded,)
    base, ending = _APOSTROPHE.split(folded, maxsplit=1)
    if ending == "s" and base in _IS:
        return (base, "is")
    if ending == "t" and base.endswith("n"):
        return (_NOT.get(base, base[:-1]), "not")
    return (base,)


_DRAWN_OUT = re.compile(r"([aeiouy])\1{2,}")
"""`sooo`, `ačiūūū`."""
_IS = frozenset({"what", "who", "how", "where", "when", "why", "that", "there", "here", "it", "he", "she"})
_NOT = {"can": "can", "won": "will", "shan": "shall"}
"""English verbs that lose more than `n't` (a matter of spelling, not of vocabulary)."""

"""Reads what somebody typed after `/smtp`: a code, the digits that it begins with, a text that holds one, or words; and
explains a code by its row in the table, or by its digits if no table has it."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.codes.find import find
from bot.codes.table import all_entries, entry
from bot.codes.values import Actor, CodeEntry, CodeFamily, CodeKind, CodeMatches, Explanation, Resend
from bot.measures import stream_safe, unescape

if TYPE_CHECKING:
    from bot.codes.search import WordIndex

_BASIC = re.compile(r"[2-5][0-9]{2}")
_ENHANCED = re.compile(r"([245X])\.0*([0-9]{1,3})\.0*([0-9]{1,3})", re.IGNORECASE)
_AROUND = " \t\r\n.,;!?#()[]<>\"'`*„“”«»"
_BASIC_FAMILY = re.compile(r"([2-5][0-9]?)[x*]{0,2}|([245])\.[x*](?:\.[x*])?")
_ENHANCED_FAMILY = re.compile(r"([245x])\.([0-9]{1,3})(?:\.[x*])?")


def read(text: str, index: "WordIndex | None" = None) -> Explanation | CodeFamily | CodeMatches | None:
    """Read a code (`451`, `5.7.26`, `X.7.26`), its beginning (`45`, `4xx`, `5.7`), a reply that holds one
    (`550-5.7.26 …`, escaped as Slack does or not), or a few words, which are looked up in `index`.

    A well-formed code that no table has is explained without an entry; None where there is no code and no word fits.
    Never raises; takes time in proportion to the text's length.
    """
    plain = unicodedata.normalize("NFKC", stream_safe(unescape(text)))
    alone = plain.lstrip(_AROUND).rstrip(_AROUND + ":")  # `:587` is a port
    return explain(alone) or _family(alone.lower()) or _found(plain) or _matches(alone, index)


def _family(text: str) -> CodeFamily | None:
    if match := _BASIC_FAMILY.fullmatch(text):
        digits = match[1] or match[2]
        if len(text) > 3 and match[1]:
            return None
        rows = tuple(row for row in all_entries() if row.kind is CodeKind.BASIC and row.code.startswith(digits))
        return CodeFamily(digits, CodeKind.BASIC, digits[0], rows)
    if match := _ENHANCED_FAMILY.fullmatch(text):
        first, subject = match[1].upper(), int(match[2])
        rows = tuple(row for row in all_entries() if row.code.startswith(f"X.{subject}."))
        return CodeFamily(f"{first}.{subject}", CodeKind.ENHANCED, first, rows)
    return None


def _found(text: str) -> Explanation | None:
    code = find(text)
    return explain(code.code, code.paired) if code else None


def _matches(text: str, index: "WordIndex | None") -> CodeMatches | None:
    codes = index.find(text) if index else []
    rows = tuple(row for code in codes if (row := entry(code)))
    return CodeMatches(" ".join(text.split()), rows) if rows else None


def explain(code: str, paired: str | None = None) -> Explanation | None:
    """Explain `451`, `5.7.26` or `X.7.26`, with the enhanced status code `paired` that came with a reply code.

    None for what is no code: a first digit outside 2 to 5, or not three digits (RFC 5321, 4.2); a class outside 2, 4
    and 5 (RFC 3463, 2).
    """
    if _BASIC.fullmatch(code):
        explanation = _basic(code)
        return replace(explanation, paired=explain(paired)) if paired else explanation
    if match := _ENHANCED.fullmatch(code):
        return _enhanced(*(part.upper() for part in match.groups()))
    return None


@lru_cache(maxsize=512)
def _basic(code: str) -> Explanation:
    row = entry(code)
    actors, resend = (row.actors, row.resend) if row else _by_digit(code[0])
    return Explanation(code, CodeKind.BASIC, row, code[0], code[1], actors, resend)


def _by_digit(first: str) -> tuple[tuple[Actor, ...], Resend]:
    """Who acts, and whether to send again, by the first digit alone (RFC 5321, 4.2.1)."""
    match first:
        case "4":
            return (Actor.NOBODY,), Resend.AUTOMATIC
        case "5":
            return (Actor.SENDER_ADMIN,), Resend.AFTER_FIX
        case _:
            return (Actor.NOBODY,), Resend.NOT_NEEDED


@lru_cache(maxsize=512)
def _enhanced(first: str, subject: str, detail: str) -> Explanation:
    row = entry(f"X.{subject}.{detail}")
    # X.<subject>.0 is the subject's "other or undefined", and X.0.0 everything's (RFC 3463, 3).
    like = row or entry(f"X.{subject}.0") or entry("X.0.0")
    assert like, "X.0.0 is in the table"
    actors, resend = _by_class(first, like)
    return Explanation(f"{first}.{subject}.{detail}", CodeKind.ENHANCED, row, first, subject, actors, resend)


def _by_class(first: str, row: CodeEntry) -> tuple[tuple[Actor, ...], Resend]:
    """The row's actors and resend as the class has them (RFC 3463, 2)."""
    match first, row.resend:
        case "2", _:
            return (Actor.NOBODY,), Resend.NOT_NEEDED
        case "4", _:
            return row.actors, row.temporary
        case "5", Resend.AUTOMATIC:
            return row.actors, Resend.LATER  # a 5 means that the sending server has given up
        case "5", Resend.NOT_NEEDED:
            return _by_digit("5")  # a success by its detail, yet refused: 5.6.4 where conversion is prohibited
        case _:
            return row.actors, row.resend

"""Reads what somebody typed after `/smtp`: a code, the digits that it begins with, a text that holds one, or words."""

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.codes.explain import explain
from bot.codes.find import find
from bot.codes.table import all_entries, entry
from bot.codes.values import CodeFamily, CodeKind, CodeMatches, Explanation
from bot.measures import stream_safe, unescape

if TYPE_CHECKING:
    from bot.codes.search import WordIndex

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

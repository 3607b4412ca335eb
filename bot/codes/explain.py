"""Explains one code: by its row in the table, or by its digits if no table has it."""

import re
from dataclasses import replace

from bot.codes.table import entry
from bot.codes.values import Actor, CodeEntry, CodeKind, Explanation, Resend

_BASIC = re.compile(r"[2-5][0-9]{2}")
_ENHANCED = re.compile(r"([245X])\.0*([0-9]{1,3})\.0*([0-9]{1,3})", re.IGNORECASE)


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

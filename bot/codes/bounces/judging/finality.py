"""Whether the sending server still tries, by what the notice says before what the code's first digit says."""

import re

from ahocorasick_rs import AhoCorasick, MatchKind

MAX_NOTICE = 3000
"""Characters of a notice in which it is looked for: it stands in the first sentences."""

_FINAL = AhoCorasick(
    (
        "not going to try again",
        "will not be retried",
        "will not retry",
        "will not try again",
        "will not be tried again",
        "won't try again",
        "won't be retried",
        "giving up on",
        "gave up",
        "given up",
        "last attempt",
        "last try",
        "permanent error",
        "permanent fail",
        "permanent fatal",
        "permanently fail",
        "no further attempts",
        "no further delivery",
        "stopped trying",
        "daugiau nebandys",
    ),
    matchkind=MatchKind.LeftmostFirst,
)
_GOES_ON = AhoCorasick(
    (
        "warning message only",
        "do not need to resend",
        "will keep trying",
        "will keep on trying",
        "will continue to try",
        "will continue trying",
        "will be retried",
        "will retry",
        "will try again",
        "will be tried again",
        "will continue for",
        "attempts will continue",
        "not yet been delivered",
        "delivery is delayed",
        "delivery has been delayed",
        "delivery was delayed",
        "being retried",
        "this is a warning",
        "this is only a warning",
        "bus bandoma",
    ),
    matchkind=MatchKind.LeftmostFirst,
)
"""Matches of this kind are looked for many characters at once."""
_DELAYED_SUBJECT = re.compile(r"\(delay\w*\)|\bdelay(?:ed)?\b|^warning: (?:could not send|message)", re.IGNORECASE)


def still_trying(code: str | None, status: str | None, action: str | None, notice: str = "", subject: str = "") -> bool:
    """Whether the server that wrote the notice goes on trying.

    The report's Action (RFC 3464, 2.3.3) is believed first, then the notice's sentences and its subject, then the
    first digit of the code: a 4yz is tried again unless somebody gave up.
    """
    if action == "failed":
        return False
    if action == "delayed":
        return True
    words = notice[:MAX_NOTICE].lower()
    final = bool(_FINAL.find_matches_as_indexes(words))
    if final or (code or status or "5")[0] == "4":
        return not final
    return bool(_DELAYED_SUBJECT.search(subject[:300])) or bool(_GOES_ON.find_matches_as_indexes(words))

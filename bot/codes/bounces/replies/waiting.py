"""How long a reply asks the sending server to wait: `try again in 300 seconds`, as Postgrey and others write it."""

import re

from bot.codes.bounces.replies.reply import MAX_REPLY

LONGEST = 7 * 24 * 3600
"""Seconds: a longer wait than any queue's lifetime is no answer to how long (RFC 5321, 4.5.4.1: 4 to 5 days)."""

_ASKED = (
    r"\b(?:again|retry|retry-after|try|come back|back|wait|wait for|resend|greylist\w{0,8}|defer\w{0,6}|delayed|"
    r"bandykite|bandyti|palaukite|grįžkite|kartokite|versuchen|réessayer)\b[^.;\d\n]{0,30}?"
)
_SPAN = re.compile(
    _ASKED + r"(?<!\d)(\d{1,6})\s{0,3}(s|secs?|seconds?|sek\w{0,6}|sekund\w{0,3}|m|mins?|minutes?|minu\w{0,5}|"
    r"h|hrs?|hours?|val|valand\w{0,3}|stunden?|heures?)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(_ASKED + r"(?<!\d)(\d\d):(\d\d):(\d\d)(?![\d:])", re.IGNORECASE)
_TIME = re.compile(r"\d(?:\s{0,3}[smhv]|:\d\d:)", re.IGNORECASE)
"""What every such request holds. It is found, or missed, several times as fast as the words before it."""
_UNITS = {"s": 1, "m": 60, "h": 3600, "v": 3600}


def seconds_to_wait(reply: str) -> int | None:
    """The seconds that a reply asks to wait; None where it names no time, or none to be taken seriously."""
    text = reply[:MAX_REPLY]
    if not _TIME.search(text):
        return None
    if span := _SPAN.search(text):
        unit = "h" if span[2].lower().startswith(("stund", "heure")) else span[2][0].lower()
        seconds = int(span[1]) * _UNITS[unit]
    elif clock := _CLOCK.search(text):
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    else:
        return None
    return seconds if 0 < seconds <= LONGEST else None

"""The words of an HTML part, for bounces that have no plain text."""

import re

from bot.measures import unescape

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/td|p)\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\xa0]+")


def words(source: str) -> str:
    """The text of an HTML source, a line for each paragraph. Every pattern here reads each character once."""
    kept = without(without(source, "<style", "</style>"), "<script", "</script>")
    kept = without(kept, "<!--", "-->").replace("\n", " ")
    text = unescape(_TAG.sub(" ", _BREAK.sub("\n", kept)))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def without(source: str, start: str, end: str) -> str:
    """The source less every stretch from `start` to `end`, both in lower case."""
    folded = source.lower()
    if len(folded) != len(source):
        return source
    kept, at = [], 0
    while (begin := folded.find(start, at)) >= 0:
        kept.append(source[at:begin])
        close = folded.find(end, begin)
        if close < 0:
            return "".join(kept)
        at = close + len(end)
    kept.append(source[at:])
    return "".join(kept)

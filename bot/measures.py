"""Limits on input from outside. Every text is measured once, where it comes in; what exceeds a limit is cut, counted or
refused, and never worked on. And what every reader does with a text first.

Everything may use this module; it uses nothing.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

SHORT = 200
"""Characters that are read in twenty milliseconds at most, whatever they are: a code, a few domains, a question."""
_PHRASE = 3
"""Words: what is shorter holds a code, or words to search by, but no server's sentence."""
MOST_CHARACTERS = 20_000
"""Of a pasted text; a longer one is refused with a word on files."""
MOST_IN_ORDER = 1_000
"""Characters of a command that can be an order such as `watch imone.lt`: five of the longest names."""
MOST_MARKS = 30
"""Combining marks in a row. No language needs more (UAX 15, Stream-Safe Text Format), and sorting them takes the square
of their number."""
MOST_PARTS = 60
"""Of a mail (RFC 2046)."""
MOST_DEPTH = 6
"""Of multiparts in each other."""
MOST_RECIPIENTS = 50
"""Of a bounce that are judged; the rest are counted."""
MOST_RECORD = 4096
"""Bytes of one TXT record. RFC 7208 (3.4) advises 512 for all of a name's; a 4096-bit DKIM key takes some 750."""
MOST_TAGS = 64
"""Of a record that is a tag list. DMARC, the richest of them, has defined 15."""
MOST_FINDINGS = 100
MOST_REPORT = 256 * 1024
"""Characters of a report's findings, as they are kept."""
_NUMBER = re.compile(r"&#(?:[0-9]{10,}+|[xX][0-9a-fA-F]{10,}+);?")
"""A character that there is not: the highest is 0x10FFFF. Python refuses to read a number of more than 4,300 digits."""


def is_short(text: str) -> bool:
    """Whether a text may be read where others wait for their answers."""
    return len(text) <= SHORT


def is_few_words(text: str) -> bool:
    """Whether the text is too short to be a server's sentence."""
    return len(text.split()) < _PHRASE


def text(raw: str) -> str:
    """A text from outside as it may be kept and worked on: `written`, and `stream_safe`."""
    return stream_safe(written(raw))


def written(raw: str) -> str:
    """The text without lone surrogates, which JSON can spell (`\\ud800`) and nothing can write down."""
    return raw if raw.isascii() else raw.encode("utf-8", "replace").decode()


def stream_safe(raw: str) -> str:
    """The text with every run of combining marks cut at `MOST_MARKS`: whatever normalises a text comes here first."""
    return raw if raw.isascii() else _run_of_marks().sub(r"\1", raw)


def fold(text: str) -> str:
    """Lower case without diacritics: `Sąrašė` is `sarase`. What has no base letter stays."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", stream_safe(text.casefold()))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _run_of_marks() -> re.Pattern[str]:
    """Built when the first text beyond ASCII comes. Plane 1 is the last that has marks."""
    marks = "".join(char for char in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(char))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]++")


def unescape(raw: str) -> str:
    """`html.unescape` for whatever may come: it raises for a character reference of more than 4,300 digits."""
    return html.unescape(_NUMBER.sub("\ufffd", raw))


def listed(values: Iterable[str], most: int = 10) -> str:
    """Several terms or names as one fact: each once, the first `most` of them."""
    unique = list(dict.fromkeys(values))
    return ", ".join([*unique[:most], *(["…"] if len(unique) > most else [])])

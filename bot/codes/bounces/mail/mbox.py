"""A mailbox file (RFC 4155) taken apart into its mails."""

import re

_FROM = re.compile(
    rb"From (?:(?<=\AFrom )|(?<=\n\nFrom )|(?<=\n\r\nFrom ))"
    rb"[^\n]{1,400}? {1,2}\d{1,2} \d\d:\d\d(?::\d\d)?[^\n]{0,40}\n"
)
"""The line before each mail: the sender, and the time as `Mon Jan  5 10:00:00 2026`. What stands before it is asked
behind its first word: so the search goes from one such word to the next."""


def mails(raw: bytes, most: int) -> list[bytes]:
    """The mails of a mailbox file, at most `most`; one that is no mailbox file is one mail."""
    if not raw.startswith(b"From "):
        return [raw]
    starts = [match.end() for _, match in zip(range(most + 1), _FROM.finditer(raw), strict=False)]
    if not starts:
        return [raw]
    ends = [raw.rfind(b"\nFrom ", 0, start) for start in starts[1:]]
    whole = [*ends, len(raw)] if len(starts) <= most else ends
    return [raw[start:end] for start, end in zip(starts[:most], whole, strict=True)]

"""The human-readable part of a bounce, cut off where the returned mail begins."""

import re
from typing import NamedTuple

from bot.codes.bounces.rules.phrases import lowered

MAX_NOTICE = 24 * 1024
"""Characters of a notice that are read."""

_DASHED = (
    "below this line is a copy",
    "below the next line is a copy",
    "enclosed is a copy",
    "this is a copy of",
    "unsent message follows",
    "original message",
    "returned message",
    "message header follows",
    "message body follows",
    "message follows",
    "unsent message below",
    "unsent message",
    "the header of the original message",
    "the body of the message is",
    "message text",
    "headers of the original",
    "header of the original",
    "original mail",
    "message transcript",
    "rejected message",
    "undelivered message",
    "returned mail",
)
"""Stand after a row of dashes or the like."""
_ALONE = (
    "original message follows",
    "original message headers follow",
    "original message headers:",
    "original message header",
    "message headers follow",
    "message header follows",
    "below is a copy of the original message",
    "a copy of your message",
    "here is a copy of",
    "included is a copy of",
    "the original message is",
    "your original message",
    "the following is a copy of",
    "text of your message",
    "old message:",
    "your message reads",
)
"""Begin a line by themselves."""
_FIRST_LETTERS = "".join(sorted({phrase[0] for phrase in _ALONE}))
_MARK = re.compile(
    rf"\n[ \t>]{{0,8}}+(?=[-=_*#~.{_FIRST_LETTERS}])"
    r"(?:[-=_*#~.]{2,80}[ \t]{0,4}(?:"
    + "|".join(map(re.escape, _DASHED))
    + ")|(?:"
    + "|".join(map(re.escape, _ALONE))
    + "))"
)
"""In lower case; with the line feed before it, as the next one: the search for that is several times as fast as for
`^`. Most lines begin with none of these characters, which is asked first."""
_RECEIVED = re.compile(r"\n(?:Received: ?(?:from|by)|Return-Path: ?<|From: ?[^\n]{0,200}\n(?:To|Subject|Date): ?)")


class Notice(NamedTuple):
    """What a mail system wrote for people, and the returned mail that it put below."""

    text: str
    folded: str
    """`text` in lower case, as long as it: what detectors look for their marks in."""
    lines: tuple[str, ...]
    returned: str
    sender: str = ""
    """The From field of the bounce."""
    receiver: str = ""
    """The To field of the bounce: mostly the sender of the mail that came back."""
    failed: tuple[str, ...] = ()
    """Addresses of the X-Failed-Recipients field (Exim, Gmail)."""
    answering: str = ""
    """The address in whose name a program answered: a mailing list's, a ticket system's."""
    announced: str = ""
    """The subject of such an answer, which may name the list."""


_QUOTE = re.compile(r"^(?:>(?!>>) ?)+", re.MULTILINE)
"""The mark of a quoted line; `>>>` stands before a command in an SMTP dialogue."""


def unquoted(text: str) -> str:
    """A text without the marks of quoting."""
    return _QUOTE.sub("", text) if ">" in text else text


def notice(text: str, sender: str = "", receiver: str = "", failed: tuple[str, ...] = ()) -> Notice:
    """Cut a text in two where the copy of the mail begins. One that is mostly quoted is somebody's who passes it on."""
    text = text[: 4 * MAX_NOTICE]
    if "\n>" in text and text.count("\n>") > text.count("\n") // 2:
        text = unquoted(text)
    lower, cut = lowered(text), len(text)
    if mark := _MARK.search("\n" + lower):
        cut = mark.start()
    if copy := _RECEIVED.search("\n" + text[:cut]):
        cut = copy.start()
    if not text[:cut].strip():
        cut = len(text)
    end = min(cut, MAX_NOTICE)
    return Notice(text[:end], lower[:end], tuple(text[:end].splitlines()), text[cut:], sender, receiver, failed)

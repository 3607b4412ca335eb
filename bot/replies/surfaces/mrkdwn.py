"""Spans and blocks as Slack's mrkdwn. Every character that Slack would read as markup and that we did not write is
escaped or replaced by one that looks alike, so that a TXT record with `<!channel>` stays a text.
"""

import re

from bot.domains.values import Status
from bot.replies.clean import cut
from bot.replies.document import (
    Bold,
    ChannelSpan,
    CodeSpan,
    Inline,
    Inlines,
    Italic,
    Link,
    ListBlock,
    Mark,
    Moment,
    Paragraph,
    Quote,
    RecordBlock,
    Text,
)

MARKS = {
    Status.OK: "\N{WHITE HEAVY CHECK MARK}",
    Status.NOTICE: "\N{INFORMATION SOURCE}\ufe0f",
    Status.UNKNOWN: "\N{WHITE QUESTION MARK ORNAMENT}",
    Status.WARNING: "\N{WARNING SIGN}\ufe0f",
    Status.ERROR: "\N{CROSS MARK}",
}
UNDER_WAY = "\N{HOURGLASS WITH FLOWING SAND}"

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# `*bold*`, `_italic_`, `~struck~`, code and `>` quotes have no escape in mrkdwn: look-alikes stand in their place.
_LOOK_ALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "&": "&amp;", "<": "&lt;", ">": "›"})
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_CHANNEL = re.compile(r"[A-Z0-9]+")
_ADDRESS = re.compile(r"https?://[^\s<>|]+")

PIECE = 2_800
"""Characters of one piece of text, below a section's 3,000."""


def escape(text: str) -> str:
    """Slack's three escapes."""
    return text.translate(_ESCAPES)


def neutral(text: str) -> str:
    """A text in which nothing is markup."""
    return _EMOJI.sub("∶", text).translate(_LOOK_ALIKES)


def fit(text: str, most: int) -> str:
    """The text escaped and no longer than `most` when escaped."""
    while len(escaped := escape(text)) > most:
        text = cut(text, max(2, len(text) - max(1, (len(escaped) - most) // 5)))
    return escaped


def inline(parts: Inlines, most: int = PIECE) -> str:
    """The spans as mrkdwn. What would pass `most` is left out whole, so that no markup is cut in two."""
    written = ""
    for part in parts:
        piece = _span(part)
        if len(written) + len(piece) > most - 1:
            return written + "…"
        written += piece
    return written


def block(item: Paragraph | ListBlock | RecordBlock | Quote) -> list[str]:
    """The block as pieces that may stand in one section or several."""
    match item:
        case Paragraph(parts):
            return [inline(parts)]
        case ListBlock(items, ordered):
            return [f"{f'{n}.' if ordered else '•'} {inline(parts)}" for n, parts in enumerate(items, 1)]
        case RecordBlock(text):
            return [f"```{fit(text.replace('```', 'ˋˋˋ'), PIECE)}```"]
        case Quote(text):
            return [f"> {_code(text)}"]


def _span(part: Inline) -> str:
    match part:
        case Text(text):
            return neutral(text)
        case CodeSpan(text):
            return _code(text)
        case Link(url, text):
            return f"<{escape(url)}|{neutral(text).replace('|', '¦')}>" if _ADDRESS.fullmatch(url) else neutral(text)
        case Mark(status):
            return MARKS[status]
        case Moment(at, text):
            # The reader's own time zone; Slack writes the date in the reader's language, so only digits are asked for.
            return f"<!date^{int(at)}^{{date_num}} {{time}}|{neutral(text).replace('|', '¦')}>"
        case ChannelSpan(id):
            return f"<#{id}>" if _CHANNEL.fullmatch(id) else neutral(f"#{id}")
        case Bold(parts):
            return _around("*", parts)
        case Italic(parts):
            return _around("_", parts)


def _around(sign: str, parts: Inlines) -> str:
    inner = "".join(_span(part) for part in parts).strip()
    return f"{sign}{inner}{sign}" if inner else ""


def _code(text: str) -> str:
    return f"`{fit(text.replace('`', 'ˋ'), PIECE)}`" if text.strip() else "„“"

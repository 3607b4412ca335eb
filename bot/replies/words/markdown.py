"""The light Markdown of our own texts as inline XML: `code`, **bold**, [text](https://…).

It runs on a text before values are filled in, so no value can become markup.
"""

import re
from html import escape

_HOLE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def to_xml(source: str) -> str:
    """A text with light Markdown as the same text with inline XML. Placeholders stay as they are."""
    pieces = _HOLE.split(source)
    holes = pieces[1::2]
    # Markup may span placeholders, so each is set aside under a mark that no text has.
    text = "\0".join(escape(piece, quote=False) for piece in pieces[0::2])
    text = _CODE.sub(r"<c>\1</c>", text)
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    text = _BOLD.sub(r"<b>\1</b>", text)
    for hole in holes:
        text = text.replace("\0", hole, 1)
    return text

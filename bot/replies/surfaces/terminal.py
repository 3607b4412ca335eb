"""A document for a terminal: as plain text, folded to its width, with colour where colour is wanted."""

from itertools import groupby

from bot.domains.values import Status
from bot.replies.document import (
    Alert,
    Block,
    Bold,
    CodeSpan,
    Document,
    FieldsBlock,
    HeaderBlock,
    Inline,
    Inlines,
    Italic,
    ListBlock,
    Mark,
    Note,
    Paragraph,
    Quote,
    Text,
)
from bot.replies.surfaces import plain

_BOLD, _DIM, _ITALIC, _CYAN, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[3m", "\x1b[36m", "\x1b[0m"
_COLOURS = {
    Status.OK: "\x1b[32m",
    Status.NOTICE: "\x1b[34m",
    Status.UNKNOWN: "\x1b[35m",
    Status.WARNING: "\x1b[33m",
    Status.ERROR: "\x1b[31m",
}
NARROWEST = 30

_Piece = tuple[str, str]
"""A stretch of text without a space, and its escape sequence (or none)."""
_Word = list[_Piece]


def write(document: Document, *, colour: bool, width: int) -> str:
    """The whole document, folded to `width` columns; records are never folded, so that they copy whole."""
    return "\n\n".join(text for item in document.blocks if (text := _block(item, colour, max(width, NARROWEST))))


def _block(item: Block, colour: bool, width: int) -> str:
    match item:
        case HeaderBlock(parts):
            return _fold((Bold(parts),), width, colour)
        case Paragraph(parts):
            return _fold(parts, width, colour)
        case Note(parts):
            return _fold(parts, width, colour, look=_DIM)
        case Alert(level, parts):
            return _fold((Mark(level), Text(" "), Bold(parts)), width, colour, hang="  ")
        case ListBlock(items, ordered):
            return "\n".join(
                _fold((Text(f"{n}. " if ordered else "– "), *parts), width, colour, hang="   " if ordered else "  ")
                for n, parts in enumerate(items, 1)
            )
        case FieldsBlock(fields):
            return "\n".join(
                _fold((Bold((Text(plain.labelled(field.label)),)), Text(" "), *field.value), width, colour, hang="  ")
                for field in fields
            )
        case Quote(text):
            return _fold((Text(f"> {text}"),), width, colour, hang="> ")
        case _:
            return plain.block(item)


def _fold(parts: Inlines, width: int, colour: bool, *, hang: str = "", look: str = "") -> str:
    """Greedy folding by the bare text's width: escape sequences have none."""
    lines: list[list[_Piece]] = [[]]
    used = 0
    for word in _words(parts, look):
        bare = sum(len(text) for text, _ in word)
        if used and used + 1 + bare > width:
            lines.append([(hang, "")])
            used = len(hang)
        elif used:
            lines[-1].append((" ", word[0][1] if word[0][1] == lines[-1][-1][1] else ""))
            used += 1
        lines[-1] += word
        used += bare
    return "\n".join(_painted(line, colour) for line in lines)


def _painted(line: list[_Piece], colour: bool) -> str:
    """Neighbours of one colour share its escape sequence."""
    runs = groupby(line, key=lambda piece: piece[1])
    return "".join(_paint("".join(text for text, _ in run), look, colour) for look, run in runs)


def _words(parts: Inlines, look: str) -> list[_Word]:
    """The spans cut at their spaces; a word may be of several colours."""
    words: list[_Word] = [[]]
    for part in parts:
        paint = _look(part) or look
        for number, piece in enumerate(plain.inline((part,)).split(" ")):
            if number:
                words.append([])
            if piece:
                words[-1].append((piece, paint))
    return [word for word in words if word]


def _look(part: Inline) -> str:
    match part:
        case Bold():
            return _BOLD
        case Italic():
            return _ITALIC
        case CodeSpan():
            return _CYAN
        case Mark(status):
            return _COLOURS[status]
        case _:
            return ""


def _paint(text: str, paint: str, colour: bool) -> str:
    return f"{paint}{text}{_OFF}" if colour and paint and text else text

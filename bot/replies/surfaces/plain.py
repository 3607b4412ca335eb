"""A document as text without markup: each paragraph on one line, records on lines of their own."""

from bot.domains.values import Status
from bot.replies.document import (
    Alert,
    Block,
    Bold,
    ChannelSpan,
    CodeSpan,
    Divider,
    Document,
    FieldsBlock,
    Fold,
    HeaderBlock,
    Inline,
    Inlines,
    Italic,
    Link,
    ListBlock,
    Mark,
    Moment,
    Note,
    Paragraph,
    ProgressBlock,
    Quote,
    RecordBlock,
    Table,
    Text,
)

MARKS = {Status.OK: "✓", Status.NOTICE: "i", Status.UNKNOWN: "?", Status.WARNING: "!", Status.ERROR: "✗"}
UNDER_WAY = "…"


def write(document: Document) -> str:
    """The whole document; buttons are left out, for there is nothing to press."""
    return "\n\n".join(text for item in document.blocks if (text := block(item)))


def block(item: Block) -> str:
    """One block's lines."""
    match item:
        case HeaderBlock(parts) | Paragraph(parts) | Note(parts):
            return inline(parts)
        case Alert(level, parts):
            return f"{MARKS[level]} {inline(parts)}"
        case ListBlock(items, ordered):
            return "\n".join(f"{f'{n}.' if ordered else '–'} {inline(parts)}" for n, parts in enumerate(items, 1))
        case RecordBlock(text):
            return "\n".join(f"    {line}" for line in text.splitlines())
        case Quote(text):
            return f"> {text}"
        case FieldsBlock(fields):
            return "\n".join(f"{labelled(field.label)} {inline(field.value)}" for field in fields)
        case Table(rows):
            return _table(rows)
        case ProgressBlock(title, tasks):
            signs = (UNDER_WAY if task.status is None else MARKS[task.status] for task in tasks)
            return "\n".join([title, *(f"{sign} {task.title}" for sign, task in zip(signs, tasks, strict=True))])
        case Divider():
            return "–––"
        case Fold():
            return ""


def labelled(label: str) -> str:
    """A label before its value: a question keeps its mark, everything else takes a colon."""
    return label if label.endswith("?") else f"{label}:"


def inline(parts: Inlines) -> str:
    """The spans' text; a link shows its address."""
    return "".join(_span(part) for part in parts)


def _span(part: Inline) -> str:
    match part:
        case Text(text) | CodeSpan(text) | Moment(text=text):
            return text
        case Link(url, text):
            return text if text == url else f"{text} ({url})"
        case Mark(status):
            return MARKS[status]
        case ChannelSpan(id):
            return f"#{id}"
        case Bold(parts) | Italic(parts):
            return inline(parts)


def _table(rows: tuple[tuple[Inlines, ...], ...]) -> str:
    cells = [[inline(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))] if cells else []
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells)

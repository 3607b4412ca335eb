"""A template's XML made a document, and the text alone of what it was made.

Templates write XML with autoescape on, so text from outside can only ever be a text node. `parse` reads that
XML (our own, already escaped); white space is folded as in HTML, except in records.
"""

from xml.etree import ElementTree  # nosec B405  # it reads our own templates alone

from bot.domains.values import Status
from bot.replies.clean import clean, cut
from bot.replies.document import (
    Alert,
    Block,
    Bold,
    ChannelSpan,
    CodeSpan,
    Divider,
    FieldsBlock,
    Fold,
    HeaderBlock,
    Inline,
    Inlines,
    Italic,
    LabelledField,
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
    Task,
    Text,
)

LONGEST_CODE = 300
LONGEST_QUOTE = 900
LONGEST_RECORD = 2_000
"""Characters of a value from outside that are shown; the rest becomes an ellipsis."""


class ElementError(ValueError):
    """XML that is no reply. `element`: the unknown element's name. `line`: where the XML breaks, counted from 1."""

    def __init__(self, message: str, *, element: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.element = element
        self.line = line


def parse(xml: str) -> tuple[Block, ...]:
    """The blocks of one rendered template: `<reply>…</reply>`. Raises ElementError: a fault of the template."""
    return tuple(_block(element) for element in _read(xml))


def parse_inline(xml: str) -> Inlines:
    """The spans of one rendered phrase or sentence. Raises ElementError."""
    return _inlines(_read(f"<p>{xml}</p>"))


def _read(xml: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(clean(xml))  # nosec B314  # noqa: S314  our own templates' output, values escaped
    except ElementTree.ParseError as error:
        raise ElementError(str(error), line=error.position[0]) from error


def _block(element: ElementTree.Element) -> Block:
    match element.tag:
        case "p":
            return Paragraph(_inlines(element))
        case "header":
            return HeaderBlock(_inlines(element))
        case "list":
            return ListBlock(tuple(_inlines(item) for item in element), element.get("ordered") == "yes")
        case "record":
            return RecordBlock(cut((element.text or "").strip(), LONGEST_RECORD))
        case "quote":
            return Quote(cut(" ".join((element.text or "").split()), LONGEST_QUOTE))
        case "fields":
            fields = tuple(LabelledField(field.get("label", ""), _inlines(field)) for field in element)
            return FieldsBlock(fields, element.get("short") == "yes")
        case "note":
            return Note(_inlines(element))
        case "alert":
            return Alert(Status(element.get("level", "")), _inlines(element))
        case "table":
            return Table(tuple(tuple(_inlines(cell) for cell in row) for row in element))
        case "progress":
            return ProgressBlock(element.get("title", ""), tuple(_task(task) for task in element))
        case "divider":
            return Divider()
        case "fold":
            return Fold()
    raise ElementError(f"no such element in a reply: <{element.tag}>", element=element.tag)


def _task(element: ElementTree.Element) -> Task:
    status = element.get("status")
    return Task(plain(_inlines(element)), Status(status) if status else None)


def _inlines(element: ElementTree.Element) -> Inlines:
    parts = _folded(element)
    if parts and isinstance(first := parts[0], Text):
        parts = [Text(first.text.lstrip()), *parts[1:]]
    if parts and isinstance(last := parts[-1], Text):
        parts = [*parts[:-1], Text(last.text.rstrip())]
    return tuple(part for part in parts if not (isinstance(part, Text) and not part.text))


def _folded(element: ElementTree.Element) -> list[Inline]:
    parts: list[Inline] = [Text(_fold(element.text))]
    for child in element:
        parts += [_span(child), Text(_fold(child.tail))]
    return [part for part in parts if not (isinstance(part, Text) and not part.text)]


def _span(element: ElementTree.Element) -> Inline:
    match element.tag:
        case "c":
            return CodeSpan(cut(" ".join("".join(element.itertext()).split()), LONGEST_CODE))
        case "b":
            return Bold(tuple(_folded(element)))
        case "i":
            return Italic(tuple(_folded(element)))
        case "a":
            return Link(element.get("href", ""), " ".join("".join(element.itertext()).split()))
        case "mark":
            return Mark(Status(element.get("is", "")))
        case "channel":
            return ChannelSpan(element.get("id", ""))
        case "time":
            return Moment(float(element.get("at", "")), " ".join("".join(element.itertext()).split()))
    raise ElementError(f"no such span in a reply: <{element.tag}>", element=element.tag)


def _fold(text: str | None) -> str:
    if not text:
        return ""
    folded = " ".join(text.split())
    if not folded:
        return " "
    return (" " if text[0].isspace() else "") + folded + (" " if text[-1].isspace() else "")


def plain(parts: Inlines) -> str:
    """The spans' text alone."""
    return "".join(_said(part) for part in parts)


def _said(part: Inline) -> str:
    match part:
        case Bold(parts) | Italic(parts):
            return plain(parts)
        case Mark():
            return ""
        case ChannelSpan(id):
            return f"#{id}"
        case Moment(text=text):
            return text
        case Text(text) | CodeSpan(text) | Link(text=text):
            return text

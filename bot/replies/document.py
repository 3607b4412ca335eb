"""A reply as a small document: what a template writes and every surface reads. `bot.replies.parse` makes it of XML."""

from dataclasses import dataclass

from bot.domains.values import Status


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A name, a code or a value, shown as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of a status; each surface has its own."""

    status: Status


@dataclass(frozen=True, slots=True)
class ChannelSpan:
    """A channel by its id; Slack shows its name to whoever may know it."""

    id: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time. Slack shows it in the reader's own time zone; `text` is what is shown elsewhere."""

    at: float
    """Unix time, seconds."""
    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    parts: "tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Italic:
    parts: "tuple[Inline, ...]"


Inline = Text | CodeSpan | Link | Mark | ChannelSpan | Moment | Bold | Italic
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The title. Surfaces that know no markup in titles show its spans' text."""

    parts: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: Inlines


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    value: str
    """The question as `str(Question)` writes it."""


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class RecordBlock:
    """A block to copy: one record or one line as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A server's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class LabelledField:
    label: str
    value: Inlines


@dataclass(frozen=True, slots=True)
class FieldsBlock:
    """Short labelled facts, side by side."""

    fields: tuple[LabelledField, ...]
    short: bool = False
    """Label and value stand on one line."""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: the source, the time taken."""

    parts: Inlines


@dataclass(frozen=True, slots=True)
class Alert:
    """The one sentence to read if only one is read."""

    level: Status
    parts: Inlines


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Inlines, ...], ...]
    """The first row is the heading."""


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    status: Status | None
    """None while it is under way."""


@dataclass(frozen=True, slots=True)
class ProgressBlock:
    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Fold:
    """What follows may be folded away: evidence and background, which nobody needs to act on the answer."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Questions of which one is picked."""

    label: str
    """What the menu is called where its entries are names alone; empty: each entry says all."""
    entries: tuple[Button, ...]


Block = (
    HeaderBlock
    | Paragraph
    | ListBlock
    | RecordBlock
    | Quote
    | FieldsBlock
    | Note
    | Alert
    | Table
    | ProgressBlock
    | Divider
    | Fold
)


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    ticket: Button | None = None
    """The whole in one sentence, as plain text: its value."""
    menu: Menu | None = None
    rest: Inlines = ()
    """What to say where a surface must leave out the end: how to see the rest."""

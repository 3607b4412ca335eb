"""A document as a Slack message: blocks, and the `text` that notifications and screen readers use.

The limits are Slack's (https://docs.slack.dev/reference/block-kit/blocks); none can be passed, whatever the document
holds. The message reads well from `section`, `context`, `header` and `actions` alone.
"""

from dataclasses import dataclass
from typing import Any

from bot.domains.values import Status
from bot.replies.clean import clean, cut
from bot.replies.document import (
    Alert,
    Block,
    Button,
    Document,
    FieldsBlock,
    Fold,
    HeaderBlock,
    Inlines,
    LabelledField,
    ListBlock,
    Mark,
    Menu,
    Note,
    Paragraph,
    ProgressBlock,
    Quote,
    RecordBlock,
    Table,
    Task,
)
from bot.replies.parse import plain as plain_text
from bot.replies.surfaces import mrkdwn, plain

AROUND = 5
"""Blocks around a reply's own: whose question it answers, a checklist's boxes, the buttons, the votes, and the note
that something was left out."""
MOST_BLOCKS = 50 - AROUND
MOST_TEXT = 9_000
MOST_SECTION = 3_000
MOST_FIELDS = 10
MOST_FIELD = 2_000
MOST_HEADER = 150
MOST_BUTTONS = 25
MOST_LABEL = 75
MOST_VALUE = 2_000
TICKET = "ticket"
"""The button that shows the whole in one sentence."""
MOST_OPTIONS, MOST_OPTION = 100, 150
MOST_OVERFLOW = 5
MOST_FALLBACK = 3_900
MOST_ROWS, MOST_CELLS, MOST_CELL = 100, 20, 200

BlockJson = dict[str, Any]
"""One block as Slack's wire has it; it goes to the SDK and nowhere else."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What `chat.postMessage` is given."""

    blocks: tuple[BlockJson, ...]
    text: str


def write(document: Document) -> SlackMessage:
    """The document as a message. What does not fit is left out, and `document.rest` says how to see it."""
    blocks: list[BlockJson] = []
    texts: list[str] = []
    buttons = [*_buttons(document.buttons), *_ticket(document.ticket), *_menu(document.menu)]
    used, whole = sum(map(_size, buttons)), True
    for made in _made(document.blocks):
        if len(blocks) >= MOST_BLOCKS or used + made.size > MOST_TEXT:
            whole = False
            break
        blocks.append(made.json)
        used += made.size
        texts.append(made.said)
    if not whole:
        blocks.append(_context(document.rest))
        texts.append(mrkdwn.inline(document.rest))
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return SlackMessage(tuple(blocks), _fallback(texts))


@dataclass(frozen=True, slots=True)
class _Made:
    """A block with its size in characters of text, and the same as mrkdwn for the fallback."""

    json: BlockJson
    size: int
    said: str


def _made(blocks: tuple[Block, ...]) -> list[_Made]:
    """Texts that follow each other share a section, as far as its limit lets them."""
    made: list[_Made] = []
    pieces: list[str] = []
    folded = verdict = False

    def flush() -> None:
        made.extend(_sections(pieces, folded=folded))
        pieces.clear()

    for block in blocks:
        match block:
            case Paragraph() | ListBlock() | RecordBlock() | Quote():
                # What was seen live belongs to its verdict, as a list to its sentence.
                first = next(iter(block.parts), None) if isinstance(block, Paragraph) else None
                joined = not isinstance(block, Paragraph) or (verdict and isinstance(first, Mark))
                if pieces and joined:
                    pieces[-1] = pieces[-1].rstrip("\n")
                # A code block keeps its own distance.
                pieces += mrkdwn.block(block) if isinstance(block, RecordBlock) else _spaced(mrkdwn.block(block))
            case Alert(level, parts):
                pieces += _spaced([f"{mrkdwn.MARKS[level]} *{mrkdwn.inline(parts)}*"])
            case Fold():
                flush()
                folded = True
            case _:
                flush()
                made.append(_single(block))
        verdict = isinstance(block, Alert)
    flush()
    return made


def _spaced(pieces: list[str]) -> list[str]:
    """The last piece of a block is followed by a little air."""
    return [*pieces[:-1], pieces[-1] + "\n"] if pieces else []


def _sections(pieces: list[str], *, folded: bool) -> list[_Made]:
    texts: list[str] = []
    for piece in pieces:
        if texts and len(texts[-1]) + 1 + len(piece) <= MOST_SECTION:
            texts[-1] += "\n" + piece
        else:
            texts.append(piece)
    return [_section(text.strip("\n"), folded=folded) for text in texts]


def _section(text: str, *, folded: bool = False) -> _Made:
    """Slack may shorten a section that is not told to expand, and shows the rest on a click."""
    block: BlockJson = {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
    return _Made(block if folded else {**block, "expand": True}, len(text), text)


def _single(block: Block) -> _Made:
    match block:
        case HeaderBlock(parts):
            text = cut(plain_text(parts), MOST_HEADER)
            json: BlockJson = {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}
            return _Made(json, len(text), f"*{mrkdwn.inline(parts)}*")
        case FieldsBlock(fields, short):
            texts = [_field(field, short=short) for field in fields[:MOST_FIELDS]]
            json = {"type": "section", "fields": [{"type": "mrkdwn", "text": text, "verbatim": True} for text in texts]}
            return _Made(json, sum(map(len, texts)), "\n".join(text.replace("*\n", "* ", 1) for text in texts))
        case Note(parts):
            text = mrkdwn.inline(parts)
            return _Made(_context(parts), len(text), text)
        case ProgressBlock(title, tasks):
            return _progress(title, tasks)
        case Table(rows):
            return _table(rows)
        case _:
            return _Made({"type": "divider"}, 0, "")


def _field(field: LabelledField, *, short: bool) -> str:
    value = mrkdwn.inline(field.value, MOST_FIELD - 200)
    label = mrkdwn.neutral(plain.labelled(field.label) if short else field.label)
    return f"*{label}* {value}" if short else f"*{label}*\n{value}"


def _context(parts: Inlines) -> BlockJson:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn.inline(parts), "verbatim": True}]}


def _progress(title: str, tasks: tuple[Task, ...]) -> _Made:
    cards = [
        {"task_id": f"task-{n}", "title": task.title, "status": _TASK[task.status]} for n, task in enumerate(tasks)
    ]
    signs = [mrkdwn.UNDER_WAY if task.status is None else mrkdwn.MARKS[task.status] for task in tasks]
    line = " · ".join(f"{sign} {mrkdwn.neutral(task.title)}" for sign, task in zip(signs, tasks, strict=True))
    return _Made({"type": "plan", "title": title, "tasks": cards}, len(line), f"*{mrkdwn.neutral(title)}* {line}")


_TASK = {
    None: "in_progress",
    Status.OK: "complete",
    Status.NOTICE: "complete",
    Status.UNKNOWN: "error",
    Status.WARNING: "error",
    Status.ERROR: "error",
}


def _table(rows: tuple[tuple[Inlines, ...], ...]) -> _Made:
    cells = [[_cell(cell) for cell in row[:MOST_CELLS]] for row in rows[:MOST_ROWS]]
    json = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": text} for text in row] for row in cells],
        "column_settings": [{"is_wrapped": True} for _ in cells[0]] if cells else [],
    }
    lines = "\n".join(" | ".join(mrkdwn.inline(cell) for cell in row) for row in rows[:MOST_ROWS])
    return _Made(json, sum(len(text) for row in cells for text in row), lines)


def _cell(parts: Inlines) -> str:
    """A cell takes plain text; Slack refuses an empty one."""
    marks = "".join(mrkdwn.MARKS[part.status] + " " for part in parts if isinstance(part, Mark))
    return cut(marks + plain_text(parts).strip(), MOST_CELL).strip() or "–"


def _buttons(buttons: tuple[Button, ...]) -> list[BlockJson]:
    unique = {button.value: button for button in buttons if len(button.value) <= MOST_VALUE}
    return [
        {"type": "button", "action_id": f"ask:{number}", "text": _label(button.label), "value": button.value}
        for number, button in enumerate(list(unique.values())[: MOST_BUTTONS - 2])
    ]


def _ticket(ticket: Button | None) -> list[BlockJson]:
    if ticket is None:
        return []
    value = cut(clean(ticket.value), MOST_VALUE)
    return [{"type": "button", "action_id": TICKET, "text": _label(ticket.label), "value": value}]


def _menu(menu: Menu | None) -> list[BlockJson]:
    if menu is None:
        return []
    entries = [entry for entry in menu.entries if len(entry.value) <= MOST_OPTION]
    options = [{"text": _label(entry.label), "value": entry.value} for entry in entries[:MOST_OPTIONS]]
    if not menu.label:
        return [{"type": "overflow", "action_id": "ask:more", "options": options[:MOST_OVERFLOW]}] if options else []
    select = {"type": "static_select", "action_id": "ask:menu", "placeholder": _label(menu.label), "options": options}
    return [select] if options else []


def _label(text: str) -> BlockJson:
    return {"type": "plain_text", "text": cut(clean(text), MOST_LABEL), "emoji": False}


def _size(element: BlockJson) -> int:
    labels = [element["text"]] if "text" in element else [option["text"] for option in element["options"]]
    return sum(len(label["text"]) for label in labels)


def _fallback(texts: list[str]) -> str:
    """Whole pieces, so that no markup is cut in two."""
    text = ""
    for piece in texts:
        if len(text) + 1 + len(piece) > MOST_FALLBACK:
            return text + "…"
        text += ("\n" if text and piece else "") + piece
    return text

"""What a Slack message brings from outside, whatever Slack made of it: words, and a mail or a text in a file.

A mail sent to a channel's address is a file of Slack's Email app, a long paste becomes a snippet, a forwarded message
is an attachment, another app's words stand in blocks, and of a file shared through Slack Connect only its id is told
(https://docs.slack.dev/reference/objects/file-object, https://docs.slack.dev/reference/events/message/file_share).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.cases.values.asked import DroppedMail, FileKind
from bot.measures import MOST_CHARACTERS
from bot.slack.wire.payloads import Fields

_ENDINGS = (".eml", ".msg")
_TYPES = ("message/rfc822", "application/vnd.ms-outlook")
_PICTURES = ("image/png", "image/jpeg")
_REPORTS = (".xml", ".xml.gz", ".xml.zip", ".json", ".json.gz", ".gz", ".zip")
"""How DMARC and TLS reports are called (RFC 9990, 3.5.1; RFC 8460, 5.1)."""
_FORWARDED = ("is_share", "is_msg_unfurl")
"""An attachment's marks of a forwarded message, and of one whose link was pasted; others show a page that is linked."""
_MOST_PARTS = 200
"""Blocks, and elements of one block, that are read."""
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Outside:
    """What a message brings."""

    text: str
    """Its words, escaped as Slack escapes a message's text; a character too many where there are too many."""
    file: DroppedMail | None


def outside(message: Fields) -> Outside:
    """What a message of an event or a shortcut brings: its own words, those that it passes on, and the first file that
    may be read."""
    passed_on = list(_passed_on(message))
    own = str(message.get("text") or "")
    blocks = "\n".join(_lines(message.get("blocks")))
    if not own.strip() or (message.get("bot_id") and len(blocks) > len(own)):
        own = blocks  # an app's `text` may be no more than what a notification shows
    texts = [own, *(text for attachment in passed_on if (text := _attached(attachment)) not in own)]
    files = [
        *_dicts(message.get("files")),
        *(file for attachment in passed_on for file in _dicts(attachment.get("files"))),
    ]
    text = "\n".join(filter(str.strip, texts)).strip()
    return Outside(text[: MOST_CHARACTERS + 1], next(filter(None, map(dropped, files)), None))


def dropped(file: Fields) -> DroppedMail | None:
    """A file of Slack's, if it may be a mail or a text; told by its kind, its ending or its type."""
    name, size = str(file.get("name") or ""), file.get("size")
    kind = _kind(file, name.lower())
    if kind is None:
        return None
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    return DroppedMail(name, size if isinstance(size, int) else 0, url, str(file.get("id") or ""), kind)


def _kind(file: Fields, name: str) -> FileKind | None:
    if file.get("file_access") == "check_file_info":
        return FileKind.UNKNOWN
    if file.get("mode") == "email":
        return FileKind.EMAIL
    if name.endswith(_ENDINGS) or file.get("mimetype") in _TYPES:
        return FileKind.MAIL
    if file.get("mimetype") in _PICTURES or name.endswith((".png", ".jpg", ".jpeg")):
        return FileKind.PICTURE
    if name.endswith(_REPORTS):
        return FileKind.REPORT
    return FileKind.TEXT if file.get("mode") == "snippet" and file.get("mimetype") == "text/plain" else None


def _passed_on(message: Fields) -> Iterator[Fields]:
    """Attachments with somebody's words in them."""
    app = bool(message.get("bot_id")) or not str(message.get("text") or "").strip()
    for attachment in _dicts(message.get("attachments")):
        if app or any(attachment.get(mark) for mark in _FORWARDED):
            yield attachment


def _attached(attachment: Fields) -> str:
    """An attachment's words: https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments."""
    inner = [
        block
        for forwarded in _dicts(attachment.get("message_blocks"))
        for block in _blocks_of(forwarded.get("message"))
    ]
    fields = [text for field in _dicts(attachment.get("fields")) for text in (field.get("title"), field.get("value"))]
    whole = [attachment.get("pretext"), attachment.get("title"), attachment.get("text"), *fields]
    written = "\n".join(str(text) for text in whole if text)
    return written or "\n".join(_lines(attachment.get("blocks") or inner)) or str(attachment.get("fallback") or "")


def _blocks_of(message: Any) -> list[Fields]:
    return _dicts(message.get("blocks")) if isinstance(message, dict) else []


def _dicts(held: Any) -> list[Fields]:
    return [part for part in held[:_MOST_PARTS] if isinstance(part, dict)] if isinstance(held, list) else []


def _lines(blocks: Any) -> Iterator[str]:
    """The words of blocks, a line each part; what has none is passed over."""
    for block in _dicts(blocks):
        if block.get("type") == "rich_text":
            yield from _rich(block, _DEPTH)
        elif block.get("type") == "table":
            for row in block.get("rows") or ():
                yield "\t".join(_said(cell) for cell in _dicts(row))
        else:
            held = (block.get("text"), *_dicts(block.get("fields")), *_dicts(block.get("elements")))
            yield from filter(None, map(_said, held))


def _rich(element: Fields, depth: int) -> Iterator[str]:
    """A rich text's sections, quotes, lists and preformatted parts, each on lines of its own."""
    if not depth:
        return
    inner = _dicts(element.get("elements"))
    if element.get("type") in ("rich_text", "rich_text_list"):
        for child in inner:
            yield from _rich(child, depth - 1)
    else:
        yield "".join(map(_inline, inner))


def _inline(element: Fields) -> str:
    match element.get("type"):
        case "user":
            return f"<@{element.get('user_id')}>"
        case "link":
            return _escaped(str(element.get("text") or element.get("url") or ""))
        case "emoji":
            return f":{element.get('name')}:"
        case _:
            return _escaped(str(element.get("text") or element.get("fallback") or ""))


def _said(held: Any) -> str:
    """A text object, a cell or a markdown block's text. Only mrkdwn is escaped already."""
    if isinstance(held, str):
        return held
    if not isinstance(held, dict):
        return ""
    if held.get("type") == "rich_text":
        return " ".join(_rich(held, _DEPTH))
    text = str(held.get("text") or "") if isinstance(held.get("text"), str) else _said(held.get("text"))
    return text if held.get("type") == "mrkdwn" else _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mail_of(file: Fields) -> bytes:
    """A mail that Slack's Email app took in, written as a mail again: the fields that are left of it, and its text."""
    headers = file["headers"] if isinstance(file.get("headers"), dict) else {}
    fields = {
        "From": _people(file.get("from")),
        "To": _people(file.get("to")),
        "Cc": _people(file.get("cc")),
        "Subject": file.get("subject") or file.get("title"),
        "Date": headers.get("date"),
        "Message-ID": headers.get("message_id"),
        "In-Reply-To": headers.get("in_reply_to"),
        "Content-Type": "text/plain; charset=utf-8",
    }
    head = "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in fields.items() if value)
    return f"{head}\n{file.get('plain_text') or ''}".encode("utf-8", "replace")


def _people(held: Any) -> str:
    return ", ".join(str(address.get("original") or address.get("address") or "") for address in _dicts(held))

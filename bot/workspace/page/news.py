"""What a change of the workspace means to a page that is open, as JSON for its script."""

import json
from collections.abc import Callable

from bot.workspace.manifest import Manifest
from bot.workspace.page import shown
from bot.workspace.page.reader import Reader, in_channel
from bot.workspace.values import Assistant, Change, Json, Message, Surface, View, What


def tell(change: Change, reader: Reader, manifest: Manifest) -> str | None:
    """One JSON object with its `kind`; None where it is not this reader's business."""
    news = _TELLERS[change.what](change, reader, manifest)
    return None if news is None else json.dumps(news)


def _message(change: Change, reader: Reader, manifest: Manifest) -> Json | None:
    message = change.message
    if message is None or not _sees(message, reader):
        return None
    known: Json = {
        "channel": message.channel,
        "ts": message.ts,
        "root": message.root,
        "user": message.user,
        "rootHtml": _root(message, reader, manifest),
    }
    if change.what is What.DELETED:
        return {"kind": "gone", **known}
    channel = shown.message(reader.row(message), reader, manifest, "m") if in_channel(message) else ""
    thread = shown.message(reader.row(message, in_thread=True), reader, manifest, "t")
    fresh = change.what is What.POSTED
    return {"kind": "message", "fresh": fresh, "html": channel, "threadHtml": thread, **known}


def _root(message: Message, reader: Reader, manifest: Manifest) -> str:
    """A reply changes what its thread's first message says of the thread."""
    root = reader.state.message(message.channel, message.root)
    if root is None or root.ts == message.ts:
        return ""
    return shown.message(reader.row(root), reader, manifest, "m")


def _sees(message: Message, reader: Reader) -> bool:
    return message.ephemeral_to in ("", reader.viewer) and reader.open(message.channel) is not None


def _view(change: Change, reader: Reader, _: Manifest) -> Json | None:
    view = change.view
    if view is None or view.user != reader.viewer:
        return None
    if view.surface is Surface.HOME:
        return {"kind": "home", "html": shown.home(view, reader)}
    return {"kind": "dialog", "id": view.id, "hash": view.hash, "html": shown.dialog(view, reader), **_errors(view)}


def _errors(view: View) -> Json:
    return {"errors": dict(view.errors)}


def _view_closed(change: Change, reader: Reader, _: Manifest) -> Json | None:
    view = change.view
    return {"kind": "dialog-gone", "id": view.id} if view is not None and view.user == reader.viewer else None


def _assistant(change: Change, reader: Reader, _: Manifest) -> Json | None:
    at: Assistant | None = change.assistant
    if at is None or reader.open(at.channel) is None:
        return None
    text = f"{reader.state.bot.real_name} {at.status}" if at.status else ""
    prompts = "" if at.thread_ts else shown.prompts(at, reader)
    return {"kind": "status", "channel": at.channel, "root": at.thread_ts, "text": text, "promptsHtml": prompts}


_TELLERS: dict[What, Callable[[Change, Reader, Manifest], Json | None]] = {
    What.POSTED: _message,
    What.CHANGED: _message,
    What.DELETED: _message,
    What.VIEW: _view,
    What.VIEW_CLOSED: _view_closed,
    What.ASSISTANT: _assistant,
    What.CHANNEL: lambda *_: {"kind": "places"},
    What.STEP: lambda *_: {"kind": "places"},
    What.FILE: lambda *_: None,
}

"""What a change of the workspace means to a page that is open, as JSON for its script."""

import json
from collections.abc import Callable

from bot.workspace.manifest import Manifest
from bot.workspace.page import shown
from bot.workspace.page.reader import PageReader, in_channel
from bot.workspace.values import Assistant, ChangeKind, Json, Message, StateChange, Surface, View


def tell(change: StateChange, reader: PageReader, manifest: Manifest) -> str | None:
    """One JSON object with its `kind`; None where it is not this reader's business."""
    news = _TELLERS[change.what](change, reader, manifest)
    return None if news is None else json.dumps(news)


def _message(change: StateChange, reader: PageReader, manifest: Manifest) -> Json | None:
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
    if change.what is ChangeKind.DELETED:
        return {"kind": "gone", **known}
    channel = shown.message(reader.row(message), reader, manifest, "m") if in_channel(message) else ""
    thread = shown.message(reader.row(message, in_thread=True), reader, manifest, "t")
    fresh = change.what is ChangeKind.POSTED
    return {"kind": "message", "fresh": fresh, "html": channel, "threadHtml": thread, **known}


def _root(message: Message, reader: PageReader, manifest: Manifest) -> str:
    """A reply changes what its thread's first message says of the thread."""
    root = reader.state.message(message.channel, message.root)
    if root is None or root.ts == message.ts:
        return ""
    return shown.message(reader.row(root), reader, manifest, "m")


def _sees(message: Message, reader: PageReader) -> bool:
    return message.ephemeral_to in ("", reader.viewer) and reader.open(message.channel) is not None


def _view(change: StateChange, reader: PageReader, _: Manifest) -> Json | None:
    view = change.view
    if view is None or view.user != reader.viewer:
        return None
    if view.surface is Surface.HOME:
        return {"kind": "home", "html": shown.home(view, reader)}
    return {"kind": "dialog", "id": view.id, "hash": view.hash, "html": shown.dialog(view, reader), **_errors(view)}


def _errors(view: View) -> Json:
    return {"errors": dict(view.errors)}


def _view_closed(change: StateChange, reader: PageReader, _: Manifest) -> Json | None:
    view = change.view
    return {"kind": "dialog-gone", "id": view.id} if view is not None and view.user == reader.viewer else None


def _assistant(change: StateChange, reader: PageReader, _: Manifest) -> Json | None:
    at: Assistant | None = change.assistant
    if at is None or reader.open(at.channel) is None:
        return None
    text = f"{reader.state.bot.real_name} {at.status}" if at.status else ""
    prompts = "" if at.thread_ts else shown.prompts(at, reader)
    return {"kind": "status", "channel": at.channel, "root": at.thread_ts, "text": text, "promptsHtml": prompts}


_TELLERS: dict[ChangeKind, Callable[[StateChange, PageReader, Manifest], Json | None]] = {
    ChangeKind.POSTED: _message,
    ChangeKind.CHANGED: _message,
    ChangeKind.DELETED: _message,
    ChangeKind.VIEW: _view,
    ChangeKind.VIEW_CLOSED: _view_closed,
    ChangeKind.ASSISTANT: _assistant,
    ChangeKind.CHANNEL: lambda *_: {"kind": "places"},
    ChangeKind.STEP: lambda *_: {"kind": "places"},
    ChangeKind.FILE: lambda *_: None,
}

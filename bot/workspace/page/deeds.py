"""What a person does on the page, handed on to the workspace. Forms in; JSON out for the script, else a page."""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from aiohttp import web
from multidict import MultiDictProxy

from bot.workspace import furnish
from bot.workspace.log import Delivery
from bot.workspace.page.reader import PageReader
from bot.workspace.people.people import WorkspacePeople
from bot.workspace.values import Message, View

_COMMAND = re.compile(r"(/\S+)\s*(.*)", re.DOTALL)


class Form:
    """The fields of one request."""

    def __init__(self, fields: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        """A field's text, line ends as `\\n`; empty where there is none."""
        value = self._fields.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def group(self, prefix: str) -> dict[str, str]:
        """The fields whose names begin so, without that."""
        return {name.removeprefix(prefix): self.text(name).strip() for name in self._fields if name.startswith(prefix)}

    def file(self, name: str) -> web.FileField:
        """Raises ValueError where no file was sent."""
        value = self._fields.get(name)
        if isinstance(value, web.FileField):
            return value
        raise ValueError(f"no file in {name}")


PageDeed = Callable[[WorkspacePeople, PageReader, Form], Awaitable[Delivery | None]]


async def done(request: web.Request, deed: PageDeed, workspace: WorkspacePeople, reader: PageReader) -> web.Response:
    """Does it, and says how it went. Refuses what another site sent (the browser says who asks)."""
    if not _same_origin(request):
        return web.json_response({"error": "cross-origin"}, status=403)
    form = Form(await request.post())
    try:
        delivery = await deed(workspace, reader, form)
    except ValueError as fault:
        return web.json_response({"error": reader.words.say("refused.other", error=str(fault))}, status=422)
    if delivery is not None and not delivery.acknowledged:
        error = reader.words.say("refused.click", error=delivery.failure or delivery.status)
        return web.json_response({"error": error}, status=502)
    if "application/json" in request.headers.get("Accept", ""):
        return web.json_response({})
    raise web.HTTPSeeOther(f"/c/{form.text('channel')}")


def _same_origin(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


async def say(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """A message, or a slash command; the workspace itself tells the user of a command that failed."""
    channel, thread, text = form.text("channel"), form.text("thread_ts"), form.text("text").strip()
    command = _COMMAND.fullmatch(text)
    if command and thread:
        _refuse_in_thread(workspace, reader, channel, thread, command[1])
    elif command:
        await workspace.command(command[1], command[2], channel=channel, user=reader.viewer)
    elif text:
        await workspace.say(text, channel=channel, thread_ts=thread, user=reader.viewer)
    return None


def _refuse_in_thread(workspace: WorkspacePeople, reader: PageReader, channel: str, thread: str, command: str) -> None:
    """As Slack does: commands work in channels only, and nobody else sees that one was tried."""
    state = workspace.state
    text = reader.words.say("refused.in-thread", command=f"`{command.replace('`', '')}`")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    state.post(
        Message(
            channel,
            state.new_ts(),
            furnish.SLACKBOT.id,
            escaped,
            thread_ts=thread,
            ephemeral_to=reader.viewer,
        )
    )


async def drop_file(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    file = form.file("file")
    await workspace.drop_file(
        file.filename,
        file.file.read(),
        channel=form.text("channel"),
        mimetype=file.content_type,
        text=form.text("text"),
        thread_ts=form.text("thread_ts"),
        user=reader.viewer,
    )
    return None


async def paste(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """A long text, which becomes a snippet."""
    where = {"channel": form.text("channel"), "thread_ts": form.text("thread_ts")}
    await workspace.paste(form.text("text"), **where, user=reader.viewer)
    return None


async def mail(workspace: WorkspacePeople, _: PageReader, form: Form) -> Delivery | None:
    """To the channel's address."""
    await workspace.mail(form.file("file").file.read(), channel=form.text("channel"))
    return None


async def forward(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    await workspace.forward(
        _message(workspace, form), channel=form.text("to"), text=form.text("text"), user=reader.viewer
    )
    return None


async def step(workspace: WorkspacePeople, _: PageReader, form: Form) -> Delivery | None:
    """Runs a step of the app's, and shows what has come of it."""
    callback_id = form.text("callback_id")
    await workspace.run_step(callback_id, form.group("input-"))
    raise web.HTTPSeeOther(f"/steps/{quote(callback_id)}")


async def click(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """A button, menu or choice of a message or a view; `values` is a JSON list of what was picked."""
    on = _view(workspace, form) if form.text("view") else _message(workspace, form)
    picked = ",".join(map(str, json.loads(form.text("values") or "[]")))
    return await workspace.click(on, form.text("action_id"), picked, user=reader.viewer)


async def shortcut(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """A message's, or a global one where no message is named."""
    message = _message(workspace, form) if form.text("ts") else None
    return await workspace.shortcut(form.text("callback_id"), message, user=reader.viewer)


async def submit(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """A modal; `values` is a JSON list of `{action_id, values}`. Its errors come back as news of the view."""
    filled = {each["action_id"]: ",".join(each["values"]) for each in json.loads(form.text("values"))}
    await workspace.submit(_view(workspace, form), filled, user=reader.viewer)
    return None


async def close(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    return await workspace.close_view(_view(workspace, form), user=reader.viewer)


async def dismiss(workspace: WorkspacePeople, reader: PageReader, form: Form) -> Delivery | None:
    """Takes away a message that only this reader sees."""
    message = _message(workspace, form)
    if message.ephemeral_to != reader.viewer:
        raise ValueError("others see it too")
    workspace.state.delete(message)
    return None


async def invite(workspace: WorkspacePeople, _: PageReader, form: Form) -> Delivery | None:
    await workspace.invite(form.text("channel"))
    return None


async def remove(workspace: WorkspacePeople, _: PageReader, form: Form) -> Delivery | None:
    """The bot, from the channel."""
    await workspace.remove(form.text("channel"))
    return None


async def archive(workspace: WorkspacePeople, _: PageReader, form: Form) -> Delivery | None:
    await workspace.archive(form.text("channel"), back=bool(form.text("back")))
    return None


def _message(workspace: WorkspacePeople, form: Form) -> Message:
    message = workspace.state.message(form.text("channel"), form.text("ts"))
    if message is None:
        raise ValueError("the message is gone")
    return message


def _view(workspace: WorkspacePeople, form: Form) -> View:
    view = workspace.state.view(form.text("view"))
    if view is None:
        raise ValueError("the view is closed")
    return view


DEEDS: dict[str, PageDeed] = {
    "say": say,
    "file": drop_file,
    "paste": paste,
    "mail": mail,
    "forward": forward,
    "step": step,
    "click": click,
    "shortcut": shortcut,
    "submit": submit,
    "close": close,
    "dismiss": dismiss,
    "invite": invite,
    "remove": remove,
    "archive": archive,
}
"""By the last part of their address, `/page/say`."""

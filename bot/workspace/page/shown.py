"""The page and its parts as HTML text."""

from dataclasses import dataclass

from bot.workspace.manifest import Function, Manifest, Shortcut
from bot.workspace.page.blocks import environment
from bot.workspace.page.reader import MessageRow, PageReader, SidebarPlace
from bot.workspace.values import Assistant, Execution, View


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What of the workspace is asked for."""

    place: SidebarPlace
    root: str = ""
    """The ts of the open thread's first message."""
    tab: str = "messages"
    """`messages`, or `home` in the app's direct message."""
    pane: str = "channel"
    """What a narrow screen shows: `list`, `channel` or `thread`."""
    theme: str = ""
    """`light` or `dark`; empty follows the system."""
    step: Function | None = None
    """A step of the app's, to be run instead of a place to be read."""
    version: str = ""
    """The last change that the page shows."""


def page(request: PageRequest, reader: PageReader, manifest: Manifest) -> str:
    """The whole page."""
    state, place = reader.state, request.place
    return _render(
        "page.html",
        reader,
        place=place,
        root=request.root,
        tab=request.tab,
        pane=request.pane,
        theme=request.theme,
        version=request.version,
        state=state,
        bot_name=state.bot.real_name,
        bot_handle=state.bot.name,
        rows=reader.rows(place.channel.id),
        thread_rows=reader.thread(place.channel.id, request.root) if request.root else (),
        home=state.home(reader.viewer),
        has_home=has_home(place, manifest),
        commands=manifest.commands,
        shortcuts=_shortcuts(manifest),
        step=request.step,
        steps=manifest.functions,
        executions=_executions(request.step, reader) if request.step else (),
        global_shortcuts=tuple(shortcut for shortcut in manifest.shortcuts if not shortcut.on_message),
        prompts=state.assistant(place.channel.id, "") if place.kind == "direct" else None,
    )


def _executions(step: Function, reader: PageReader) -> tuple[Execution, ...]:
    """The last first."""
    runs = [execution for execution in reader.state.executions.values() if execution.callback_id == step.callback_id]
    return tuple(reversed(runs))


def has_home(place: SidebarPlace, manifest: Manifest) -> bool:
    """The app's direct message has a home beside it, where the app wants to hear that someone looks."""
    return place.kind == "direct" and place.here and manifest.hears("app_home_opened")


def message(row: MessageRow, reader: PageReader, manifest: Manifest, prefix: str) -> str:
    """One message for the channel (`m`) or the thread (`t`)."""
    return _render("message.html", reader, row=row, prefix=prefix, shortcuts=_shortcuts(manifest))


def dialog(view: View, reader: PageReader) -> str:
    return _render("dialog.html", reader, view=view)


def home(view: View | None, reader: PageReader) -> str:
    return _render("home.html", reader, home=view)


def prompts(assistant: Assistant, reader: PageReader) -> str:
    """What the app suggests to ask, above where one writes to it."""
    return _render("prompts.html", reader, prompts=assistant)


def _shortcuts(manifest: Manifest) -> tuple[Shortcut, ...]:
    return tuple(shortcut for shortcut in manifest.shortcuts if shortcut.on_message)


def _render(template: str, reader: PageReader, **values: object) -> str:
    known = {"reader": reader, "look": reader.look, "say": reader.words.say, "scope": "", **values}
    return environment().get_template(template).render(known)

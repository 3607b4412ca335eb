"""A modal or a home as Slack's JSON shows it."""

from bot.workspace.state import State
from bot.workspace.values import Json, View


def view_json(state: State, view: View) -> Json:
    """A view as `views.open` answers it; what was typed comes with a submission only."""
    content = view.content
    return {
        "id": view.id,
        "team_id": state.team.id,
        "app_installed_team_id": state.team.org or state.team.id,
        "app_id": state.app_id,
        "bot_id": state.bot.bot_id,
        "type": view.surface.value,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": content.get("blocks", []),
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": view.external_id,
        "hash": view.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "previous_view_id": view.previous or None,
        "root_view_id": _root(state, view),
        "state": {"values": {}},
    }


def _root(state: State, view: View) -> str:
    while view.previous and (below := state.view(view.previous)):
        view = below
    return view.id

"""A modal or a home as Slack's JSON shows it."""

from bot.workspace.state import State
from bot.workspace.values import Json, View


def view_json(state: State, one: View) -> Json:
    """A view as `views.open` answers it; what was typed comes with a submission only."""
    content = one.content
    return {
        "id": one.id,
        "team_id": state.team.id,
        "app_installed_team_id": state.team.org or state.team.id,
        "app_id": state.app_id,
        "bot_id": state.bot.bot_id,
        "type": one.surface.value,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": content.get("blocks", []),
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": one.external_id,
        "hash": one.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "previous_view_id": one.previous or None,
        "root_view_id": _root(state, one),
        "state": {"values": {}},
    }


def _root(state: State, one: View) -> str:
    while one.previous and (below := state.view(one.previous)):
        one = below
    return one.id

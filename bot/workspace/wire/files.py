"""A file as Slack's JSON shows it."""

from bot.workspace.state import State
from bot.workspace.values import File, Json


def file_json(state: State, one: File) -> Json:
    shown: Json = {
        "id": one.id,
        "created": int(one.created),
        "name": one.name,
        "title": one.title,
        "mimetype": one.mimetype,
        "filetype": one.name.rpartition(".")[2].lower() or "binary",
        "user": one.user,
        "user_team": state.team.id,
        "mode": "hosted",
        "size": len(one.content),
        "url_private": f"{state.origin}/files-pri/{state.team.id}-{one.id}/{one.name}",
        "url_private_download": f"{state.origin}/files-pri/{state.team.id}-{one.id}/download/{one.name}",
        "channels": list(one.channels),
        "file_access": "visible",
    }
    return shown | ({"alt_txt": one.alt_text} if one.alt_text else {})

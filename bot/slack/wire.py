"""What Slack's payloads look like to us: JSON objects, read at the rim and nowhere else."""

from typing import Any

Fields = dict[str, Any]


def team_of(body: Fields) -> str:
    """The workspace that a payload comes from."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return str(team or "")

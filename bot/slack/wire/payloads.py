"""What Slack's payloads look like to us: JSON objects, read at the rim and nowhere else."""

from typing import Any

Fields = dict[str, Any]


def team_of(body: Fields) -> str:
    """The workspace that the bot is installed in, on whose behalf it is asked.

    In a channel shared with another workspace (Slack Connect) an event's own `team_id`, and the `team` of a window that
    somebody of theirs sends off, may be the other's (https://docs.slack.dev/apis/slack-connect).
    """
    authorized = body.get("authorizations") or [{}]
    team = (
        (body.get("view") or {}).get("app_installed_team_id")
        or authorized[0].get("team_id")
        or body.get("team_id")
        or (body.get("team") or {}).get("id")
        or (body.get("user") or {}).get("team_id")
    )
    return str(team or "")

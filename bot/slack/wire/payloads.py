"""Slack's payloads: JSON objects, read here and in the handlers only."""

from collections.abc import Awaitable, Callable
from typing import Any

Fields = dict[str, Any]
Next = Callable[[], Awaitable[None]]
"""Bolt's `next`: the next listener gets the request."""


def team_of(body: Fields) -> str:
    """The workspace that the bot is installed in, on whose behalf it is asked.

    In a channel shared with another workspace (Slack Connect) an event's own `team_id`, and the `team` of a window that
    somebody of theirs sends off, may be the other's (https://docs.slack.dev/apis/slack-connect).
    """
    authorized = body.get("authorizations") or [{}]
    named = (
        (body.get("view") or {}).get("app_installed_team_id"),
        authorized[0].get("team_id"),
        body.get("team_id"),
        (body.get("team") or {}).get("id"),
        (body.get("user") or {}).get("team_id"),
    )
    return next((str(team) for team in named if team and not is_org(team)), "")


def is_org(team: object) -> bool:
    """Whether an organization's id stands where a workspace's is looked for: the whole organization installed the bot.
    Each of its workspaces is served as one of its own (https://docs.slack.dev/enterprise/developing-for-enterprise-orgs).
    """
    return str(team).startswith("E")

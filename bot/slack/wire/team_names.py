"""What workspaces are called."""

import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.slack.wire.clients import ClientOf

_UNTOLD = (SlackClientError, ClientError, OSError, TimeoutError)
log = logging.getLogger(__name__)


class TeamNames:
    """Asks Slack once for each; a name that cannot be had costs nothing but the name."""

    def __init__(self, client_of: ClientOf) -> None:
        self._client_of = client_of
        self._names: dict[str, str] = {}

    async def name(self, team: str) -> str:
        """By the workspace's id; empty where Slack does not tell."""
        if team not in self._names:
            try:
                client = await self._client_of(team)
                response = await client.auth_test() if client else None
            except _UNTOLD:
                log.warning("Slack did not tell the workspace's name", exc_info=True)
                return ""
            if response is None:
                return ""
            self._names[team] = str(response.get("team") or "")
        return self._names[team]

"""How an app is installed in a workspace by OAuth 2.0: https://docs.slack.dev/authentication/installing-with-oauth

With token rotation, as https://docs.slack.dev/authentication/using-token-rotation has it: a token that expires, and a
refresh token that is good for one use.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bot.workspace.api.call import MethodRefusal
from bot.workspace.manifest import Manifest
from bot.workspace.values import Json
from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Client:
    """The app, as its owner has set it up."""

    id: str = "1111111111.2222222222"
    secret: str = "local-client-secret"  # noqa: S105 - for loopback only
    expires_in: int = 0
    """Seconds that a token lasts; 0: no token rotation."""


@dataclass(slots=True)
class OAuth:
    """Who has approved what. `redirect_url` is where the app's owner had Slack send people back."""

    client: Client
    manifest: Manifest
    workspaces: Sequence[Workspace]
    redirect_url: str = ""
    _codes: dict[str, Workspace] = field(default_factory=dict)
    _refresh: dict[str, Workspace] = field(default_factory=dict)
    _serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def approve(self, query: Mapping[str, str], workspace: Workspace) -> str:
        """An administrator of the workspace presses "Allow": where the browser goes. Raises Refusal."""
        if query.get("client_id") != self.client.id:
            raise MethodRefusal("invalid_client_id")
        scopes = frozenset(filter(None, query.get("scope", "").split(",")))
        if not scopes or not all(self.manifest.allows(scope) for scope in scopes):
            raise MethodRefusal("invalid_scope")
        code = f"code-{next(self._serial)}"
        self._codes[code] = workspace
        return self._back(query, code=code)

    def decline(self, query: Mapping[str, str]) -> str:
        """They press "Cancel"."""
        return self._back(query, error="access_denied")

    def access(self, credentials: tuple[str, str], arguments: Mapping[str, str]) -> Json:
        """`oauth.v2.access`: a code or a refresh token for a token. `given`: client id and secret. Raises Refusal."""
        if credentials[0] != self.client.id:
            raise MethodRefusal("invalid_client_id")
        if credentials[1] != self.client.secret:
            raise MethodRefusal("bad_client_secret")
        if arguments.get("grant_type") == "refresh_token":
            workspace = self._refresh.pop(arguments.get("refresh_token", ""), None)
            if workspace is None:
                raise MethodRefusal("invalid_refresh_token")
            return self._answer(workspace)
        workspace = self._codes.pop(arguments.get("code", ""), None)
        if workspace is None:
            raise MethodRefusal("invalid_code")
        return self._answer(workspace)

    def _answer(self, workspace: Workspace) -> Json:
        """https://docs.slack.dev/reference/methods/oauth.v2.access"""
        state = workspace.state
        installer = next(user.id for user in state.users.values() if not user.is_bot)
        token = f"xoxb-{state.team.id}-{next(self._serial)}"
        answer: Json = {
            "access_token": token,
            "token_type": "bot",  # nosec B105
            "scope": ",".join(sorted(self.manifest.scopes)),
            "bot_user_id": state.bot.id,
            "app_id": state.app_id,
            "team": None if state.team.org else {"id": state.team.id, "name": state.team.name},
            "enterprise": {"id": state.team.org, "name": state.team.name} if state.team.org else None,
            "authed_user": {"id": installer},
            "is_enterprise_install": bool(state.team.org),
        }
        if self.client.expires_in:
            refresh = f"xoxe-1-{state.team.id}-{next(self._serial)}"
            self._refresh[refresh] = workspace
            token = f"xoxe.{token}"
            answer |= {"access_token": token, "refresh_token": refresh, "expires_in": self.client.expires_in}
        workspace.bot_token = workspace.api.bot_token = token
        return answer

    def _back(self, query: Mapping[str, str], **answer: str) -> str:
        where = query.get("redirect_uri") or self.redirect_url
        if not where.startswith(self.redirect_url):
            raise MethodRefusal("bad_redirect_uri")
        return f"{where}?{urlencode({**answer, 'state': query.get('state', '')})}"

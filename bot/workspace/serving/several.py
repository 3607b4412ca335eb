"""Several workspaces behind one Slack, as one app serves them: one Web API, one page to install it from.

async with Several([Workspace(...), Workspace(...)], Client(), manifest) as slack:
    ...                                             # start the app on slack.url with slack.oauth.client
    slack.oauth.redirect_url = "http://.../slack/oauth_redirect"
    await slack.uninstall(workspace)
"""

import base64
import contextlib
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiohttp import hdrs, web

from bot.workspace.api.call import MethodRefusal
from bot.workspace.api.server import LARGEST
from bot.workspace.manifest import Manifest
from bot.workspace.serving.oauth import Client, OAuth
from bot.workspace.values import Json
from bot.workspace.workspace import Workspace


class Several:
    """The workspaces are served by this, too; each keeps its own address for files and response URLs."""

    def __init__(self, workspaces: Sequence[Workspace], client: Client, manifest: Manifest) -> None:
        self.workspaces = workspaces
        self.oauth = OAuth(client, manifest, workspaces)
        self.url = ""
        """The Web API's base for the SDK; set when it is served."""
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/api/oauth.v2.access", self._access)
        app.router.add_route("*", "/api/{method}", self._web_api)
        for workspace in self.workspaces:
            await self._stack.enter_async_context(workspace)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def uninstall(self, workspace: Workspace) -> None:
        """An administrator removes the app: its token is worth nothing, and it is told."""
        workspace.bot_token = workspace.api.bot_token = ""  # nosec B105
        if workspace.manifest.hears("app_uninstalled"):
            await workspace.dispatcher.event({"type": "app_uninstalled"})

    async def revoke(self, workspace: Workspace) -> None:
        """The app's token is revoked. The event names the bot user whose token it was."""
        workspace.bot_token = workspace.api.bot_token = ""  # nosec B105
        if workspace.manifest.hears("tokens_revoked"):
            tokens = {"oauth": [], "bot": [workspace.state.bot.id]}
            await workspace.dispatcher.event({"type": "tokens_revoked", "tokens": tokens})

    async def _authorize(self, request: web.Request) -> web.Response:
        """Stands for Slack's page: `team` names the workspace, whose administrator says yes at once; `no` declines."""
        try:
            if request.query.get("no"):
                raise web.HTTPFound(self.oauth.decline(request.query))
            raise web.HTTPFound(self.oauth.approve(request.query, self._by_team(request.query.get("team", ""))))
        except MethodRefusal as refusal:
            return web.Response(status=400, text=refusal.error)

    async def _access(self, request: web.Request) -> web.Response:
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        credentials = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        try:
            answer: Json = {"ok": True, **self.oauth.access(credentials, form)}
        except MethodRefusal as refusal:
            answer = refusal.answer()
        return web.json_response(answer)

    async def _web_api(self, request: web.Request) -> web.StreamResponse:
        """To the workspace whose token it is; to any, which refuses, where it is nobody's."""
        token = request.headers.get(hdrs.AUTHORIZATION, "").removeprefix("Bearer ")
        owner = next(
            (workspace for workspace in self.workspaces if token and _owns(workspace, token)), self.workspaces[0]
        )
        return await owner.api.web_api(request)

    def _by_team(self, team: str) -> Workspace:
        return next((workspace for workspace in self.workspaces if workspace.state.team.id == team), self.workspaces[0])


def _owns(workspace: Workspace, token: str) -> bool:
    return token == workspace.bot_token or token in workspace.state.workflow_tokens


def _basic(request: web.Request) -> tuple[str, str] | None:
    """Client id and secret where they come as HTTP Basic, which Slack prefers; None where they do not."""
    scheme, _, encoded = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme != "Basic":
        return None
    login, _, password = base64.b64decode(encoded).decode().partition(":")
    return login, password

"""The workspace's HTTP side towards an app: Web API, response URLs, uploads and downloads, with faults as ordered."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import hdrs, web

from bot.workspace.api.answer import answer
from bot.workspace.api.call import Call, MethodRefusal
from bot.workspace.api.methods.files import UNTOLD, visible
from bot.workspace.api.pace import Pace
from bot.workspace.api.respond import to_response_url
from bot.workspace.faults import DOWNLOAD, RESPONSE_URL, Dropped, Faults, RateLimited, RefusedCall, ServerError, Slow
from bot.workspace.log import ApiCall, Log
from bot.workspace.manifest import Manifest
from bot.workspace.state import State
from bot.workspace.values import File, Json

LARGEST = 32 * 1024 * 1024
"""Bytes of one request: room for an uploaded file."""

SIGN_IN = "<!doctype html><title>Sign in</title><p>Sign in to this workspace."
"""A download without a good token shows the sign-in page, with status 200, as Slack's does."""


class Api:
    def __init__(
        self,
        state: State,
        manifest: Manifest,
        faults: Faults,
        log: Log,
        *,
        bot_token: str,
        app_token: str,
        pace: Pace | None = None,
        unlisted: bool = False,
    ) -> None:
        self.state, self.manifest, self.faults, self.log = state, manifest, faults, log
        self.bot_token, self.app_token = bot_token, app_token
        self.pace = pace
        self.unlisted = unlisted

    def add_to(self, app: web.Application) -> None:
        app.router.add_route("*", "/api/{method}", self.web_api)
        app.router.add_post("/commands/{team}/{app}/{secret}", self.response_url)
        app.router.add_post("/upload/v1/{file}", self.upload)
        app.router.add_get("/files-pri/{file}/{name}", self.download)
        app.router.add_get("/files-pri/{file}/download/{name}", self.download)
        app.router.add_get("/files-email-priv/{file}/{name}", self.download)

    async def web_api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            arguments = await _arguments(request)
        except MethodRefusal as refusal:
            return web.json_response(refusal.answer())
        token = _bearer(request) or str(arguments.get("token", ""))
        shown = {name: value for name, value in arguments.items() if name != "token"}
        call = self.call(method, shown)
        return await self._work(
            request, call, lambda: answer(call, token, bot_token=self.bot_token, app_token=self.app_token)
        )

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        secret = request.match_info["secret"]
        try:
            call = self.call(RESPONSE_URL, await _arguments(request))
        except MethodRefusal as refusal:
            return web.json_response(refusal.answer(), status=400)
        return await self._work(request, call, lambda: to_response_url(call, secret), secret)

    def call(self, method: str, arguments: Mapping[str, Any]) -> Call:
        return Call(method, arguments, self.state, self.manifest, self.unlisted)

    async def _work(
        self, request: web.Request, call: Call, work: Callable[[], Json], secret: str = ""
    ) -> web.StreamResponse:
        began = self.log.now()
        status, headers, body = await self._with_fault(call, work)
        if secret and status == 200 and not body["ok"]:
            status = 404 if body["error"] in ("expired_url", "used_url") else 400
        self.log.call(ApiCall(call.method, dict(call.arguments), body, status, began, self.log.now() - began, secret))
        if status == 0 and request.transport is not None:
            request.transport.close()
        if secret and status == 200:
            return web.Response(text="ok")
        scopes = {"x-oauth-scopes": ",".join(sorted(self.manifest.scopes))}
        return web.json_response(body, status=status or 500, headers={**scopes, **headers})

    async def _with_fault(self, call: Call, work: Callable[[], Json]) -> tuple[int, dict[str, str], Json]:
        """(HTTP status, headers, answer); status 0 stands for a connection to be dropped."""
        wait = self.pace.wait(call.method, call.text("channel")) if self.pace else 0.0
        match RateLimited(math.ceil(wait)) if wait else self.faults.next(call.method):
            case RateLimited(seconds):
                return 429, {hdrs.RETRY_AFTER: str(seconds)}, {"ok": False, "error": "ratelimited"}
            case ServerError(status):
                return status, {}, {"ok": False, "error": "internal_error"}
            case RefusedCall(error):
                return 200, {}, {"ok": False, "error": error}
            case Dropped(after):
                if after:
                    work()
                return 0, {}, {}
            case Slow(seconds):
                await self.state.clock.after(seconds)
        return 200, {}, work()

    async def upload(self, request: web.Request) -> web.Response:
        if request.content_type.startswith("multipart/"):
            part = next((value for value in (await request.post()).values() if isinstance(value, web.FileField)), None)
            content, kind = (part.file.read(), part.content_type) if part else (b"", "")
        else:
            content, kind = await request.read(), request.content_type
        if not self.state.tickets.receive_upload(request.match_info["file"], content, kind):
            return web.Response(status=400, text="no such upload, or not the length that was announced")
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        status, headers, _ = await self._with_fault(self.call(DOWNLOAD, {}), dict)
        if status == 0 and request.transport is not None:
            request.transport.close()
        if status != 200:
            return web.Response(status=status or 500, headers=headers)
        file = self.state.file(request.match_info["file"].partition("-")[2])
        if _bearer(request) != self.bot_token or not self.manifest.allows("files:read"):
            return web.Response(text=SIGN_IN, content_type="text/html")
        if file is None or not visible(self.call("files.info", {}), file):
            return web.Response(status=404)
        return _content(file, request)


def _content(file: File, request: web.Request) -> web.Response:
    """The file, or what came with a mail where that is asked for."""
    if not request.path.startswith("/files-email-priv/"):
        return web.Response(body=file.content, content_type=file.mimetype or UNTOLD[-1])
    parts = file.email.parts if file.email else ()
    part = next((part for part in parts if part.name == request.match_info["name"]), None)
    return web.Response(status=404) if part is None else web.Response(body=part.content, content_type=part.mimetype)


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Whether by query, form or JSON: Slack takes all three. Raises Refusal for a body that is no JSON object:
    https://docs.slack.dev/apis/web-api/#error_responses."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except json.JSONDecodeError as fault:
            raise MethodRefusal("invalid_json") from fault
        if not isinstance(body, dict):
            raise MethodRefusal("json_not_object")
        arguments |= body
    elif request.can_read_body:
        arguments |= dict(await request.post())
    return arguments

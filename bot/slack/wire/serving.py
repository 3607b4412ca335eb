"""Slack's requests over HTTP: signed, fresh, each but once, and a form or a JSON object of a size that Slack sends."""

import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.ops.metrics import Metrics
from bot.ops.rate_limits import Once

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
"""Bytes: a message of Slack's has 40,000 characters and 50 blocks at most."""
_SIGNATURE = "X-Slack-Signature"
_PLAIN = re.compile(r"(?!payload=)[a-z_]+=")
"""A field of a form whose name is written as it is, and is not `payload`: a command has no other, and Bolt reads it."""
_SMALL = 1000
"""Bytes of a form that only tries the certificate."""
_DEEPEST = 64
"""Lists and objects in each other. A message of Slack's has some fifteen; what follows reads them by recursion."""


def slack_routes(app: AsyncApp, secret: str, once: Once, metrics: Metrics) -> list[web.RouteDef]:
    """`/slack/events` for everything that Slack sends, and the pages of an installation where there is one."""
    verifier, dispatched = SignatureVerifier(secret), _served(app.async_dispatch)

    async def events(request: web.Request) -> web.Response:
        began = time.perf_counter()
        answer = await _taken(request)
        metrics.requested(answer.status, time.perf_counter() - began)
        return answer

    async def _taken(request: web.Request) -> web.Response:
        body, signature = await request.read(), request.headers.get(_SIGNATURE, "")
        if _is_ssl_check(body, request.content_type):
            return web.Response()
        # Bolt checks this again; here it decides whose signature is remembered.
        if not _signed(verifier, body, request):
            log.warning("refused a request that Slack did not sign, or not lately")
            return web.Response(status=401)
        kind = _kind(body, request.content_type)
        if kind != "url_verification" and not await once.first(signature):
            log.warning("refused a request that was taken already")
            return web.Response(status=401)
        if not _readable(body, request.content_type):
            log.warning("refused a request that says nothing a bot can read")
            return web.Response(status=400)
        if kind == "app_rate_limited":
            log.warning("Slack holds events back: a workspace had more than 30,000 in an hour")
            return web.Response()
        answer = await dispatched(request)
        if answer.status >= 500:
            await once.forget(signature)
        return answer

    routes = [web.post("/slack/events", events)]
    if (flow := app.oauth_flow) is not None:
        routes += [
            web.get(flow.install_path, _served(flow.handle_installation)),
            web.get(flow.redirect_uri_path, _served(flow.handle_callback)),
        ]
    return routes


def _signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    """By Slack, in the last 5 minutes (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (ValueError, TypeError, OverflowError):  # a time that is no number of seconds, a body that is no text
        return False


def _kind(body: bytes, content_type: str) -> str:
    """What an Events API request says that it is, or nothing. `url_verification` only asks whether this is us: nothing
    is done for it, and the same question may come again; for `app_rate_limited` nothing can be done
    (https://docs.slack.dev/apis/events-api#rate_limiting)."""
    payload = _json_object(body) if content_type == "application/json" else None
    return str(payload.get("type")) if payload is not None else ""


def _served(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What Bolt answers, served."""

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await handle(await to_bolt_request(request)))

    return answer


def _readable(body: bytes, content_type: str) -> bool:
    """Whether Bolt finds an object in it, whose depth is Slack's."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    if content_type == "application/json" or text.startswith("{"):
        return _json_object(text) is not None
    fields = [field for field in text.split("&") if field]
    if all(_PLAIN.match(field) for field in fields):
        return bool(fields)
    form = dict(parse_qsl(text, keep_blank_values=True))
    return _json_object(form["payload"]) is not None if "payload" in form else bool(form)


def _is_ssl_check(body: bytes, content_type: str) -> bool:
    """Whether Slack only tries the certificate: it signs nothing then, and wants nothing but a 200
    (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    if b"ssl_check" not in body or content_type != "application/x-www-form-urlencoded":
        return False
    if len(body) > _SMALL or not body.isascii():
        return False
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return form.get("ssl_check") == "1" and "command" not in form and "payload" not in form


def _json_object(text: str | bytes) -> Mapping[str, Any] | None:
    """The object that the text is, or None."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) and _depth(body) <= _DEEPEST else None


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [part for node in level for part in _parts(node)]
    return depth


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for part in value.values() if isinstance(part, dict | list)]
    return [part for part in value if isinstance(part, dict | list)] if isinstance(value, list) else []

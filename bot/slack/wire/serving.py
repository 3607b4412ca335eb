"""Slack's requests over HTTP: signed, fresh, of a size that Slack sends, and each but once."""

import logging
import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.ops.metrics import Metrics
from bot.ops.rate_limits import Once
from bot.slack.wire.bodies import is_ssl_check, json_object, readable

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
"""Bytes: a message of Slack's has 40,000 characters and 50 blocks at most."""
_SIGNATURE = "X-Slack-Signature"


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
        if is_ssl_check(body, request.content_type):
            return web.Response()
        # Bolt checks this again; here it decides whose signature is remembered.
        if not _signed(verifier, body, request):
            log.warning("refused a request that Slack did not sign, or not lately")
            return web.Response(status=401)
        kind = _kind(body, request.content_type)
        if kind != "url_verification" and not await once.first(signature):
            log.warning("refused a request that was taken already")
            return web.Response(status=401)
        if not readable(body, request.content_type):
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
    payload = json_object(body) if content_type == "application/json" else None
    return str(payload.get("type")) if payload is not None else ""


def _served(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What Bolt answers, served."""

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await handle(await to_bolt_request(request)))

    return answer

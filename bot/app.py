"""The one place where parts are put together."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import open_desk
from bot.replies.phrases import phrases
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.door import PromptApp
from bot.slack.installing import Installing
from bot.slack.listen import listen
from bot.slack.recovery import ClientOf, recover
from bot.storage.store import Store

log = logging.getLogger(__name__)
_PATIENCE = ClientTimeout(total=30)
_FINISH = 15.0
"""Seconds for what is under way when the bot is stopped; platforms kill after 20 or 30."""
_LAST_REQUESTS = 3.0
"""Seconds for requests that are not acknowledged yet: Slack waits no longer."""
_FORGET_EVERY = 6 * 3600
"""Seconds between two sweeps of old cases."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that runs, put together from the settings."""

    app: AsyncApp
    store: Store


@asynccontextmanager
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    """The bot, its store open, ready for requests."""
    store = Store(settings.database_url, case_days=settings.case_days)
    await store.open()
    sweeping = asyncio.create_task(_forget(store))
    try:
        async with open_desk(settings) as desk, ClientSession(timeout=_PATIENCE) as session:
            app, client_of = _app(settings, store, _client(settings, session))
            answering = Answering(desk, store, settings.default_language)
            app.door = answering.door
            listen(app, answering)
            recovering = asyncio.create_task(recover(answering, client_of))
            try:
                yield Bot(app, store)
            finally:
                recovering.cancel()
                await asyncio.wait([recovering])
                await answering.finish(_FINISH)
    finally:
        sweeping.cancel()
        await store.close()


@asynccontextmanager
async def over_http(settings: Settings) -> AsyncIterator[str]:
    """Serves Slack's requests; gives the address."""
    async with bot(settings) as running:
        runner = await _serve(running, settings)
        host, port = runner.addresses[0][:2]
        try:
            yield f"http://{host}:{port}"
        finally:
            await runner.cleanup()


@asynccontextmanager
async def over_socket(settings: Settings) -> AsyncIterator[None]:
    """Takes Slack's requests through Socket Mode."""
    async with bot(settings) as running:
        handler = AsyncSocketModeHandler(running.app, settings.slack_app_token.get_secret_value())
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def until_stopped() -> None:
    """Returns at SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()


def _app(settings: Settings, store: Store, client: AsyncWebClient) -> tuple[PromptApp, ClientOf]:
    """Bolt's app, for the one workspace whose token is set or for all that install it; and who speaks to each."""
    secret = settings.slack_signing_secret.get_secret_value()
    if not settings.many_workspaces:

        async def the_one(_team: str) -> AsyncWebClient:
            return client

        return PromptApp(client=client, signing_secret=secret), the_one
    installing = Installing(settings, store.engine, client)
    app = PromptApp(
        client=client,
        signing_secret=secret,
        authorize=installing.authorize,  # type: ignore[arg-type]  # Bolt's type forgets that none may be found
        oauth_flow=installing.flow,
        user_facing_authorize_error_message=phrases(settings.default_language).say("install.gone"),
    )
    return app, installing.client_of


def _client(settings: Settings, session: ClientSession) -> AsyncWebClient:
    """Slack's own client, that also survives a rate limit and a fault of Slack's. Its connections are kept open."""
    return AsyncWebClient(
        session=session,
        token=None if settings.many_workspaces else settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=20),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ],
    )


async def _serve(running: Bot, settings: Settings) -> web.AppRunner:
    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    server = web.Application()
    server.add_routes([web.post("/slack/events", _served(running.app.async_dispatch)), web.get("/healthz", health)])
    if (flow := running.app.oauth_flow) is not None:
        server.add_routes(
            [
                web.get(flow.install_path, _served(flow.handle_installation)),
                web.get(flow.redirect_uri_path, _served(flow.handle_callback)),
            ]
        )
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=_LAST_REQUESTS)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    return runner


def _served(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """What Bolt answers, served."""

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await handle(await to_bolt_request(request)))

    return answer


async def _forget(store: Store) -> None:
    while True:
        await asyncio.sleep(_FORGET_EVERY)
        gone = await store.forget_old()
        log.info("forgot %d old cases", gone)

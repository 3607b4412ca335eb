"""The one place where parts are put together."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import desk_with, open_checker, warm
from bot.ops.gate import Gate, Once, storage
from bot.ops.metrics import Metrics
from bot.ops.readiness import Probe, database
from bot.ops.server import figures, health, served
from bot.replies.phrases import phrases
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.door import PromptApp
from bot.slack.installing import Installing
from bot.slack.listen import listen
from bot.slack.measured import Refusals
from bot.slack.recovery import ClientOf, recovering
from bot.slack.serving import LARGEST, slack_routes
from bot.storage.store import Store

log = logging.getLogger(__name__)
_PATIENCE = ClientTimeout(total=30)
_FINISH = 15.0
"""Seconds for what is under way when the bot is stopped; platforms kill after 20 or 30."""
_FORGET_EVERY = 6 * 3600
"""Seconds between two sweeps of old cases."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that runs, put together from the settings."""

    app: PromptApp
    store: Store
    metrics: Metrics
    once: Once


@asynccontextmanager
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    """The bot, its store open, ready for requests."""
    metrics, counts = Metrics(), storage(settings.redis_url)
    gate = Gate(counts, metrics, user=settings.user_rate, workspace=settings.workspace_rate)
    store = Store(settings.database_url, case_days=settings.case_days)
    async with AsyncExitStack() as open_parts:
        open_parts.push_async_callback(store.close)  # a database that does not do leaves a connection open, too
        await store.open()
        sweeping = asyncio.create_task(_forget(store))
        open_parts.callback(sweeping.cancel)
        checker = await open_parts.enter_async_context(open_checker(settings))
        session = await open_parts.enter_async_context(ClientSession(timeout=_PATIENCE))
        metrics.read_dns_questions(lambda: checker.questions)
        app, client_of = _app(settings, store, _client(settings, session, metrics))
        desk = desk_with(checker, settings)
        warm(desk)
        answering = Answering(desk, store, settings.default_language, gate, metrics)
        app.door = answering.door
        listen(app, answering)
        open_parts.push_async_callback(answering.finish, _FINISH)
        await open_parts.enter_async_context(recovering(answering, client_of))
        yield Bot(app, store, metrics, Once(counts))


@asynccontextmanager
async def over_http(settings: Settings) -> AsyncIterator[str]:
    """Serves Slack's requests; gives the address."""
    async with bot(settings) as running, AsyncExitStack() as servers:
        probes = {"database": database(running.store.engine)}
        secret = settings.slack_signing_secret.get_secret_value()
        routes = [*slack_routes(running.app, secret, running.once, running.metrics), *health(probes)]
        if settings.ops_port:
            await servers.enter_async_context(_operated(running, settings, probes))
        else:
            routes += figures(running.metrics)
        yield await servers.enter_async_context(served(routes, settings.host, settings.port, largest=LARGEST))


@asynccontextmanager
async def over_socket(settings: Settings) -> AsyncIterator[None]:
    """Takes Slack's requests through Socket Mode."""
    async with bot(settings) as running:
        handler = AsyncSocketModeHandler(running.app, settings.slack_app_token.get_secret_value())
        await handler.connect_async()  # type: ignore[no-untyped-call]

        async def connected() -> bool:
            return bool(await handler.client.is_connected())

        try:
            async with AsyncExitStack() as servers:
                if settings.ops_port:
                    probes = {"database": database(running.store.engine), "slack": connected}
                    await servers.enter_async_context(_operated(running, settings, probes))
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


def _client(settings: Settings, session: ClientSession, metrics: Metrics) -> AsyncWebClient:
    """Slack's own client, that also survives a rate limit and a fault of Slack's. Its connections are kept open."""
    return AsyncWebClient(
        session=session,
        token=None if settings.many_workspaces else settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[
            Refusals(metrics),
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=20),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ],
    )


@asynccontextmanager
async def _operated(running: Bot, settings: Settings, probes: Mapping[str, Probe]) -> AsyncIterator[str]:
    """Health, readiness and metrics on a port of their own, which Slack need not reach."""
    async with served([*health(probes), *figures(running.metrics)], settings.host, settings.ops_port) as address:
        yield address


async def _forget(store: Store) -> None:
    while True:
        await asyncio.sleep(_FORGET_EVERY)
        gone = await store.forget_old()
        log.info("forgot %d old cases", gone)

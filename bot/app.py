"""The one place where parts are put together."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout

from bot.desk import desk_with, open_checker, warm
from bot.domains.net.resolver import AT_ONCE
from bot.ops.metrics import Metrics
from bot.ops.rate_limits import Counts, Once, RateLimits
from bot.ops.readiness import ReadinessProbe, database, figures, health
from bot.ops.server import served
from bot.ops.watchdog import watched
from bot.pages.links import PublicPages
from bot.pages.logo import data_url
from bot.pages.report import report_routes
from bot.reading.reader import walled_reader
from bot.replies.words.index import word_index
from bot.settings import SettingProblem, Settings, SettingsError
from bot.slack.delivery.retries import asked_last
from bot.slack.handlers.listen import listen
from bot.slack.oauth.connecting import connect
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.recovery import recovering
from bot.slack.outbox.terms import LanguageOf
from bot.slack.outbox.watching import Watchman
from bot.slack.wire.acknowledgements_first import PromptApp
from bot.slack.wire.clients import ClientOf
from bot.slack.wire.people import People
from bot.slack.wire.serving import LARGEST, slack_routes
from bot.slack.wire.socket_mode import socket_mode
from bot.slack.wire.team_names import TeamNames
from bot.storage.store import Store
from bot.work.begin import working
from bot.work.chores import Chores

log = logging.getLogger(__name__)
_PATIENCE = ClientTimeout(total=30, sock_connect=5, sock_read=10)
"""Timeouts for Slack: if it accepts a request and is silent for ten seconds, it is out of reach, and the answer is
still owed."""
_FINISH = 15.0
"""Seconds that answers under way have to finish when the bot is stopped; platforms kill it after 20 or 30."""
_BESIDE, _ALONE = 4, 8
"""Watched domains checked at once: in a process that serves Slack, and in one that does not."""
_IN_NO_HURRY = 64
"""DNS questions in flight in a worker, whose answers nobody waits for: processes on one machine share the buffer of
its name server."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The whole bot, put together from the settings."""

    app: PromptApp
    store: Store
    metrics: Metrics
    once: Once
    pages: PublicPages | None
    """None if the bot has no public address."""
    lesser: Mapping[str, ReadinessProbe]
    """Probes of the services that the bot can do without, though less well."""


@asynccontextmanager
async def bot(
    settings: Settings, *, at_once: int = _BESIDE, questions: int = AT_ONCE, language_of: LanguageOf | None = None
) -> AsyncIterator[Bot]:
    """The bot, its store open, ready for requests. `at_once`: watched domains checked at once; `questions`: in flight
    to name servers; `language_of`: goes before the setting's default."""
    metrics, counts = Metrics(), Counts(settings.redis_url)
    rate_limits = RateLimits(counts, metrics, user=settings.user_rate, workspace=settings.workspace_rate)
    store = Store(settings.database_url, case_days=settings.case_days)
    async with AsyncExitStack() as open_parts:
        open_parts.push_async_callback(store.close)  # a database that is refused leaves a connection open, too
        await store.open()
        checker = await open_parts.enter_async_context(open_checker(settings, questions))
        session = await open_parts.enter_async_context(ClientSession(timeout=_PATIENCE, trace_configs=[asked_last()]))
        metrics.read_dns_questions(lambda: checker.questions)
        app, client_of = connect(settings, store, session, metrics)
        words = word_index()
        reader = await open_parts.enter_async_context(walled_reader())
        desk = desk_with(checker, settings, words, reader)
        warm(desk)
        pages = _pages(settings, store, client_of)
        links_of = pages.links_of if pages else None
        answering = Answering(
            desk,
            store,
            settings.default_language,
            rate_limits,
            metrics,
            links_of,
            language_of,
            People(client_of),
            admins_only=settings.workspace_settings_by == "admins",
        )
        app.acknowledgements = answering.acknowledgements
        listen(app, answering)
        chores = Chores(store.watches, Watchman(answering, client_of, metrics).check, store.forget_old)
        work = await _entered(working(settings.database_url, chores, metrics, at_once=at_once, finish=_FINISH))

        async def finish() -> None:
            await asyncio.gather(answering.under_way.finish(_FINISH), work.aclose())

        open_parts.push_async_callback(finish)
        await open_parts.enter_async_context(recovering(answering, client_of))
        await open_parts.enter_async_context(watched(metrics))
        lesser = {"redis": counts.answers} if settings.redis_url else {}
        yield Bot(app, store, metrics, Once(counts), pages, lesser)


@asynccontextmanager
async def over_http(settings: Settings) -> AsyncIterator[str]:
    """Serves Slack's requests; gives the address."""
    async with bot(settings) as running, AsyncExitStack() as servers:
        probes = {"database": database(running.store.engine)}
        secret = settings.slack_signing_secret.get_secret_value()
        routes = [*slack_routes(running.app, secret, running.once, running.metrics), *health(probes, running.lesser)]
        if running.pages:
            routes += report_routes(running.pages, settings.default_language)
        if settings.ops_port:
            await servers.enter_async_context(_operated(running, settings, probes))
        else:
            routes += figures(running.metrics)
        yield await servers.enter_async_context(served(routes, settings.host, settings.port, largest=LARGEST))


@asynccontextmanager
async def over_socket(settings: Settings, language_of: LanguageOf | None = None) -> AsyncIterator[None]:
    """Takes Slack's requests through Socket Mode. Also serves the pages for outsiders, if there are any."""
    async with bot(settings, language_of=language_of) as running:
        token = settings.slack_app_token.get_secret_value()
        async with socket_mode(running.app, token) as mode, AsyncExitStack() as servers:

            async def connected() -> bool:
                return mode.connected

            if running.pages:
                await _beside(servers, running.pages, settings)
            if settings.ops_port:
                probes = {"database": database(running.store.engine), "slack": connected}
                await servers.enter_async_context(_operated(running, settings, probes))
            yield


@asynccontextmanager
async def in_background(settings: Settings) -> AsyncIterator[None]:
    """Takes no requests."""
    async with bot(settings, at_once=_ALONE, questions=_IN_NO_HURRY) as running, AsyncExitStack() as servers:
        if settings.ops_port:
            probes = {"database": database(running.store.engine)}
            await servers.enter_async_context(_operated(running, settings, probes))
        yield


async def until_stopped() -> None:
    """Returns at SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()


def _pages(settings: Settings, store: Store, client_of: ClientOf) -> PublicPages | None:
    """None where the bot has no public address."""
    if not settings.public_url:
        return None
    try:
        logo = data_url(settings.report_logo)
    except ValueError as error:
        raise SettingsError((SettingProblem("REPORT_LOGO", "settings.not-logo"),)) from error
    name_of = TeamNames(client_of).name
    return PublicPages(store.reports, settings.public_url, settings.signing_keys, logo=logo, name_of=name_of)


async def _entered(part: AbstractAsyncContextManager[None]) -> AsyncExitStack:
    """The function that closes it."""
    stack = AsyncExitStack()
    await stack.enter_async_context(part)
    return stack


async def _beside(servers: AsyncExitStack, pages: PublicPages, settings: Settings) -> None:
    """Serves the pages, unless another process of this machine has the port: it serves the same ones."""
    try:
        await servers.enter_async_context(
            served(report_routes(pages, settings.default_language), settings.host, settings.port)
        )
    except OSError:
        log.warning("port %d is taken: reports are left to whoever serves there", settings.port)


@asynccontextmanager
async def _operated(running: Bot, settings: Settings, probes: Mapping[str, ReadinessProbe]) -> AsyncIterator[str]:
    """Health, readiness and metrics on a port of their own, which Slack need not reach."""
    routes = [*health(probes, running.lesser), *figures(running.metrics)]
    async with served(routes, settings.host, settings.ops_port) as address:
        yield address

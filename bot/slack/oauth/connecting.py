"""Bolt's app and the Web API clients, by the settings: for the one workspace whose token is set, or for all that
install the bot."""

from aiohttp import ClientSession
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.ops.metrics import Metrics
from bot.replies.words.phrases import phrases
from bot.settings import Settings
from bot.slack.delivery.retries import Patient
from bot.slack.oauth.installing import Installing
from bot.slack.wire.acknowledgements_first import PromptApp
from bot.slack.wire.clients import ClientOf, Refusals
from bot.storage.store import Store

_NAME = "mailbot"
"""Without it Bolt names the app after the module that calls it, and reads the source of every caller to find that one:
a tenth of a second."""


def connect(settings: Settings, store: Store, session: ClientSession, metrics: Metrics) -> tuple[PromptApp, ClientOf]:
    """Bolt's app, and the function that gives each workspace's client when no request of its own is at hand."""
    client = _client(settings, session, metrics)
    secret = settings.slack_signing_secret.get_secret_value()
    if not settings.many_workspaces:

        async def the_one(_team: str) -> AsyncWebClient:
            return client

        return PromptApp(name=_NAME, client=client, signing_secret=secret, ssl_check_enabled=False), the_one
    installing = Installing(settings, store.engine, store.orgs, client)
    app = PromptApp(
        name=_NAME,
        client=client,
        signing_secret=secret,
        ssl_check_enabled=False,  # `slack_routes` answers it, before it asks for a signature
        authorize=installing.authorize,
        oauth_flow=installing.flow,
        user_facing_authorize_error_message=phrases(settings.default_language).say("install.gone"),
    )
    app.use(installing.remember_org)
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
            Patient(max_retry_count=20),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ],
    )

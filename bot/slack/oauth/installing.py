"""Many workspaces: each installs the bot itself (OAuth 2.0, https://docs.slack.dev/authentication/installing-with-oauth).

Bolt's own flow, over our database: an installation's `state` is signed, and comes back in the browser that it began in;
a token that expires is renewed before it does.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize, AsyncInstallationStoreAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Settings
from bot.slack.oauth.install_flow import Exchange, InstallFlow
from bot.slack.oauth.install_pages import failed, installed
from bot.slack.oauth.install_state import SECONDS, SignedStates
from bot.slack.oauth.renewing import Renewal, Renewed
from bot.slack.wire.clients import like
from bot.slack.wire.manifest import scopes
from bot.slack.wire.payloads import Fields, team_of
from bot.storage.database import FAULTS
from bot.storage.tables.installations import Installations
from bot.storage.tables.orgs import Orgs

log = logging.getLogger(__name__)


class Installing:
    """What Bolt needs to serve many workspaces: `flow` installs, `authorize` finds a request's token."""

    def __init__(self, settings: Settings, engine: AsyncEngine, orgs: Orgs, client: AsyncWebClient) -> None:
        installations = Installations(engine, settings.slack_client_id, settings.keys)
        secret = settings.slack_client_secret.get_secret_value()
        authorize = AsyncInstallationStoreAuthorize(
            logger=log, installation_store=installations, bot_only=True, cache_enabled=True, client=client
        )
        own = {"client_id": settings.slack_client_id, "client_secret": secret}
        authorize.token_rotator = Renewed(**own, client=client)
        renewal = Renewal(installations, AsyncTokenRotator(**own, client=client))
        self._in_turn = _InTurn(authorize, renewal, installations)
        self.authorize: AsyncAuthorize = self._in_turn
        oauth = AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=secret,
            scopes=scopes(),
            user_scopes=(),
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(installed, failed),
            authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=SignedStates(settings.keys, log),
            state_expiration_seconds=SECONDS,
        )
        exchange = Exchange(base_url=client.base_url, session=client.session, retry_handlers=client.retry_handlers)
        self.flow = InstallFlow(client=exchange, settings=oauth)
        self._client = client
        self._orgs = orgs

    async def remember_org(self, body: Fields, context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:
        """A middleware: notes which workspace asks on an organization's behalf."""
        if context.is_enterprise_install and context.enterprise_id:
            try:
                await self._orgs.note(team_of(body), context.enterprise_id)
            except FAULTS:
                log.exception("whose workspace it is could not be written down")
        await next()

    async def client_of(self, team: str) -> AsyncWebClient | None:
        """The workspace's client, when no request of its own is at hand; None if the bot is not installed there.

        Slack is not asked whether the token is valid, as Bolt does for a request: where Slack fails at that moment,
        Bolt's answer is that nobody has installed the bot. Raises what a database raises.
        """
        installed = await self._orgs.installed_by(team)
        if installed is None:
            return None
        org, whole = installed
        token = await self._in_turn.token(org, team, whole=whole)
        return like(self._client, token=token) if token else None


class _InTurn(AsyncAuthorize):
    """One request of a workspace at a time: what one has found out, or renewed, the next one finds."""

    def __init__(
        self, authorize: AsyncInstallationStoreAuthorize, renewal: Renewal, installations: Installations
    ) -> None:
        self._authorize = authorize
        self._renewal = renewal
        self._installations = installations
        self._turns: defaultdict[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def token(self, org: str | None, team: str, *, whole: bool) -> str | None:
        """The bot's, as it is stored. `whole`: installed for all workspaces of the organization."""
        async with self._turns[org if whole else team]:
            of_team = None if whole else team
            await self._renewal.renew(org, of_team)
            bot = await self._installations.async_find_bot(
                enterprise_id=org, team_id=of_team, is_enterprise_install=whole
            )
        return bot.bot_token if bot else None

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        whole = bool(context.is_enterprise_install)  # one token for all workspaces of the organization
        async with self._turns[enterprise_id if whole else team_id]:
            await self._renewal.renew(enterprise_id, None if whole else team_id)
            return await self._authorize(
                context=context,
                enterprise_id=enterprise_id,
                team_id=team_id,
                user_id=user_id,
                actor_enterprise_id=actor_enterprise_id,
                actor_team_id=actor_team_id,
                actor_user_id=actor_user_id,
            )

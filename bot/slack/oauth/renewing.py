"""Tokens that expire, renewed in time, and once, whichever processes find one in need: a refresh token is good for one
use. https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from sqlalchemy import func, select

from bot.storage.database import SQLITE
from bot.storage.tables.installations import Installations

log = logging.getLogger(__name__)
_BEFORE = 120
"""Minutes before a token expires: it lasts twelve hours."""
_JUST_NOW = 30.0
"""Seconds in which a token that was looked at is not looked at again."""
_AT_ONCE = 3
"""Renewals under way: each holds a connection to the database while it needs another one."""


class Renewal:
    """Renews what `installations` hold, with Slack's own `rotator`."""

    def __init__(self, installations: Installations, rotator: AsyncTokenRotator) -> None:
        self._installations = installations
        self._rotator = rotator
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._good_until: dict[tuple[str | None, str | None], float] = {}

    async def renew(self, enterprise: str | None, team: str | None) -> None:
        """If it is time. One request of a workspace at a time in a process; PostgreSQL's own lock lets one process at a
        time do it, and the next one finds it done. Where Slack refuses, the token stays as it is."""
        if self._good_until.get((enterprise, team), 0.0) > time.time():
            return
        bot = await self._find(enterprise, team)
        if bot is not None and not self._good(bot):
            async with self._room, self._turn(bot):
                bot = await self._find(enterprise, team)
                if bot is not None and not self._good(bot):
                    bot = await self._renewed(bot)
        if bot is not None:
            # Who asks Slack for one request twice, for a name and for the answer, must not lose the first one's token.
            self._good_until[enterprise, team] = max(self._needed_at(bot), time.time() + _JUST_NOW)

    async def _renewed(self, bot: Bot) -> Bot:
        try:
            new = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_BEFORE)
        except SlackTokenRotationError:
            log.exception("a token could not be renewed")
            return bot
        if new is None:
            return bot
        await self._installations.async_save_bot(new)
        return new

    async def _find(self, enterprise: str | None, team: str | None) -> Bot | None:
        return await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)

    def _good(self, bot: Bot) -> bool:
        return self._needed_at(bot) > time.time()

    @staticmethod
    def _needed_at(bot: Bot) -> float:
        """Unix time, seconds."""
        expires = bot.bot_token_expires_at
        return float("inf") if expires is None else float(expires) - _BEFORE * 60

    @asynccontextmanager
    async def _turn(self, bot: Bot) -> AsyncIterator[None]:
        engine = self._installations.engine
        if engine.dialect.name == SQLITE:
            yield
            return
        async with engine.begin() as connection:
            name = f"renew {bot.enterprise_id} {bot.team_id}"
            await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
            yield


class Renewed(AsyncTokenRotator):
    """For Bolt's authorization, before which `Renewal` renews: there is nothing left to do."""

    async def perform_bot_token_rotation(self, *, bot: Bot, minutes_before_expiration: int = _BEFORE) -> Bot | None:
        return None

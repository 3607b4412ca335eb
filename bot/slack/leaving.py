"""A workspace leaves: uninstalled, or the bot's token revoked. Everything of it is deleted."""

import logging

from slack_bolt.app.async_app import AsyncApp

from bot.slack.answering import Answering
from bot.slack.wire import Fields
from bot.storage.installations import installed_after

log = logging.getLogger(__name__)


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_uninstalled(body: Fields) -> None:
        await _forget(body)

    async def on_revoked(event: Fields, body: Fields) -> None:
        if event.get("tokens", {}).get("bot"):  # a person's own token is none of ours: the bot asks for none
            await _forget(body)

    async def _forget(body: Fields) -> None:
        team = body["team_id"]
        # The event may come late, or again, after the workspace has installed the bot anew. Its time is whole seconds.
        if not await installed_after(answering.store.engine, team, body.get("event_time", 0) + 1):
            await answering.store.forget_team(team)
            log.info("a workspace left, and was forgotten")

    app.event("app_uninstalled")(on_uninstalled)
    app.event("tokens_revoked")(on_revoked)

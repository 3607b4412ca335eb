"""A workspace leaves: uninstalled, the bot's token revoked, or taken from the bot by its organization. Everything of
it is deleted. Or the bot may not post in
a channel any more: what it watches for that channel ends."""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.answers.watching import Ended
from bot.slack.outbox.answering import Answering
from bot.slack.outbox.watching import end_watches
from bot.slack.wire.payloads import Fields, team_of
from bot.storage.tables.installations import installed_after

log = logging.getLogger(__name__)
_CHANNELS = {
    "channel_archive": Ended.ARCHIVED,
    "group_archive": Ended.ARCHIVED,
    "channel_left": Ended.REMOVED,
    "group_left": Ended.REMOVED,
}
"""Events after which the bot may not post in a channel any more; private ones are groups to Slack."""


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_uninstalled(body: Fields, context: AsyncBoltContext) -> None:
        await _forget(body, context)

    async def on_revoked(event: Fields, body: Fields, context: AsyncBoltContext) -> None:
        if event.get("tokens", {}).get("bot"):  # a person's own token is none of ours: the bot asks for none
            await _forget(body, context)

    async def _forget(body: Fields, context: AsyncBoltContext) -> None:
        # The event may come late, or again, after the workspace has installed the bot anew. Its time is whole seconds.
        if context.is_enterprise_install and context.enterprise_id:
            if await answering.store.orgs.installed_at(context.enterprise_id) <= body.get("event_time", 0) + 1:
                await answering.store.forget_org(context.enterprise_id)
                log.info("an organization left, and was forgotten")
            return
        team = body["team_id"]
        if not await installed_after(answering.store.engine, team, body.get("event_time", 0) + 1):
            await answering.store.forget_team(team)
            log.info("a workspace left, and was forgotten")

    async def on_access_revoked(event: Fields, body: Fields) -> None:
        # Delivered again, it must not forget what was begun since the organization gave the bot access again.
        org = str(body.get("enterprise_id") or event.get("enterprise_id") or "")
        if not await answering.store.first_time(body["event_id"], org):
            return
        for team in map(str, event["team_ids"]):
            installed = await answering.store.orgs.installed_by(team)
            if installed is not None and installed[1]:
                await answering.store.forget_team(team)
                log.info("a workspace of an organization left, and was forgotten")

    def on_channel(reason: Ended) -> Callable[..., Awaitable[None]]:
        async def end(event: Fields, body: Fields, client: AsyncWebClient) -> None:
            # Delivered again, it must not end what was begun since the bot came back.
            team = team_of(body)
            if await answering.store.first_time(body["event_id"], team):
                await end_watches(answering.store, client, team, event["channel"], reason)

        return end

    app.event("app_uninstalled")(on_uninstalled)
    app.event("tokens_revoked")(on_revoked)
    app.event("team_access_revoked")(on_access_revoked)
    for name, reason in _CHANNELS.items():
        app.event(name)(on_channel(reason))

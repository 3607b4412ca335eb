"""Events that the bot has no use for: taken all the same, or Slack would deliver them again and, in the end, none."""

import re

from slack_bolt.app.async_app import AsyncApp

from bot.slack.outbox.answering import Answering


def register(app: AsyncApp, _answering: Answering) -> None:
    """To be registered last."""

    async def nothing() -> None:
        """Bolt acknowledges what a listener took."""

    app.event(re.compile(""))(nothing)

"""The conversation with the bot as Slack's agent view has it: suggested prompts.

https://docs.slack.dev/ai/developing-agents. Each message there opens a thread, and its answers stand in it, as in any
direct message (`threads`). That somebody opens it is told by `app_home_opened`.
"""

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.place import Place
from bot.slack.delivery.prompts import suggest
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields, team_of


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_opened(event: Fields, body: Fields, client: AsyncWebClient) -> None:
        place = Place(team_of(body), event["channel"], event["user"])
        await suggest(client, place.channel, (await answering.terms(place)).language())

    app.event("app_home_opened", matchers=[_at_messages])(on_opened)


async def _at_messages(event: Fields) -> bool:
    """Whether the Messages tab was opened, not the Home tab."""
    return bool(event.get("tab") == "messages")

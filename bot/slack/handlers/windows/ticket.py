"""An answer in one sentence, in a window to copy it from. The button carries the sentence, so nothing is looked up."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.surfaces.slack import TICKET
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields

_MOST_TITLE = 24


def register(app: AsyncApp, _answering: Answering) -> None:
    async def on_ticket(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        text: Fields = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": action["value"]}]}
        title = action["text"]["text"][:_MOST_TITLE]
        view: Fields = {
            "type": "modal",
            "title": {"type": "plain_text", "text": title},
            "blocks": [{"type": "rich_text", "elements": [text]}],
        }
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    app.action(TICKET)(on_ticket)

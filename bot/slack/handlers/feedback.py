"""Votes on answers: kept for each rule and finding, so that wrong ones can be found."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.asked import Vote
from bot.slack.blocks.votes import VOTE, read_vote
from bot.slack.handlers.buttons import asked_in_thread, place_of
from bot.slack.outbox.answering import Answering
from bot.slack.wire.payloads import Fields


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_vote(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        positive, judged = read_vote(action["value"])
        vote = Vote(body["container"]["message_ts"], judged, positive)
        await answering.answer(client, asked_in_thread(body, place_of(body), vote), ack)

    app.action(VOTE)(on_vote)

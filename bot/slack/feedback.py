"""Votes on answers: kept for each rule and finding, so that wrong ones can be found."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.phrases import phrases
from bot.slack.answering import Answering
from bot.slack.buttons import case_of, place_of
from bot.slack.votes import RIGHT, VOTE, WRONG, read_vote
from bot.slack.wire import Fields


def register(app: AsyncApp, answering: Answering) -> None:
    async def on_vote(ack: AsyncAck, action: Fields, body: Fields, client: AsyncWebClient) -> None:
        await ack()
        place = place_of(body)
        positive, judged = read_vote(action["value"])
        message = body["container"]["message_ts"]
        in_thread = place.thread_ts if place.thread_ts != message else None
        statistics = answering.store.statistics
        await statistics.vote(place.team, place.channel, message, place.user, judged, positive=positive)
        case = await case_of(answering, place, await answering.terms(place))
        await client.chat_postEphemeral(
            channel=place.channel,
            user=place.user,
            thread_ts=in_thread,
            text=phrases(case.language).say(f"feedback.{RIGHT if positive else WRONG}-thanks"),
        )

    app.action(VOTE)(on_vote)

"""One message that an answer is shown in: posted first, updated as the answer grows."""

from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.values.answers.kinds import BounceAnswer, CustomerAnswer
from bot.cases.values.answers.refusals import RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeListAnswer, HelpAnswer
from bot.cases.values.answers.watching import WatchesAnswer
from bot.cases.values.desk import Turn
from bot.cases.values.place import Place
from bot.slack.blocks import message_of
from bot.slack.delivery.posting import ChannelPace, post_once, update
from bot.slack.delivery.retries import Sure, asking, nobody_else
from bot.slack.delivery.whisper import NO_MEMBER, by_url, whisper

_FOR_THE_ASKER = (CustomerAnswer, RefusalAnswer, HelpAnswer, CodeListAnswer, WatchesAnswer)
"""Answers that concern nobody else in a channel."""


class AnswerMessage:
    """`key` is no other message's. `ts`: where it was posted before; nothing but the whole answer is shown there
    then, for it may have been whole already. `sure` is asked before anything is shown. `asker`: who asked, where the
    channel does not see it."""

    def __init__(
        self,
        client: AsyncWebClient,
        pace: ChannelPace,
        place: Place,
        key: str,
        ts: str | None,
        sure: Sure = nobody_else,
        asker: str | None = None,
    ) -> None:
        self._client = client
        self._pace = pace
        self._sure = sure
        self._key = key
        self._place = place
        self._by_response_url = False
        self._begun_before = ts is not None
        self._kept_back: Turn | None = None
        self._asker = asker or place.asker
        self.ts = ts or place.message_ts
        self.thread_ts = place.thread_ts or ts

    async def show(self, turn: Turn) -> None:
        """Posts it; an update may be kept back where many answers wait for their turn in the channel."""
        if self.ts is None and not self._by_response_url:
            async with self._pace.wait_in(self._place.channel):
                await self._begin(turn)
        elif self._by_response_url or self._begun_before or self._pace.crowded(self._place.channel):
            self._kept_back = turn
        else:
            self._kept_back = None
            await self._update(turn)

    async def close(self) -> None:
        """Shows what was kept back: the answer is complete."""
        if self._kept_back is not None:
            turn, self._kept_back = self._kept_back, None
            await (self._respond(turn) if self._by_response_url else self._update(turn))

    async def _begin(self, turn: Turn) -> None:
        reply = self._fitting(turn.reply)
        message = message_of(reply, turn.case.language, self._asker)
        thread_ts, channel = self._place.thread_ts, self._place.channel
        if isinstance(reply.answer, _FOR_THE_ASKER) and not self._place.direct:
            await self._sure()
            with asking(self._sure):
                await whisper(self._client, self._place, message_of(reply, turn.case.language))
            return
        try:
            self.ts = await post_once(
                self._client,
                self._key,
                channel=channel,
                thread_ts=thread_ts,
                text=message.text,
                blocks=message.blocks,
                sure=self._sure,
            )
        except SlackApiError as error:
            if self._place.response_url is None or error.response.get("error") not in NO_MEMBER:
                raise
            self._by_response_url, self._kept_back = True, turn
        self.thread_ts = self.thread_ts or self.ts

    async def _update(self, turn: Turn) -> None:
        message = message_of(self._fitting(turn.reply), turn.case.language, self._asker)
        async with self._pace.wait_in(self._place.channel):
            await update(
                self._client,
                channel=self._place.channel,
                ts=str(self.ts),
                text=message.text,
                blocks=message.blocks,
                sure=self._sure,
            )

    async def _respond(self, turn: Turn) -> None:
        """Where the bot is no member: only the asker sees it, and no thread hangs on it, so no buttons either.

        Slack takes five such messages at most and may show each as one more, so it is the whole answer, once.
        """
        reply = replace(self._fitting(turn.reply), next=(), more=(), uninvited=True)
        message = message_of(reply, turn.case.language)
        await self._sure()
        with asking(self._sure):
            await by_url(self._client, self._place, message)

    def _fitting(self, reply: Reply) -> Reply:
        """In a direct message a bounce's addresses are shown in full: only the asker reads it."""
        if isinstance(reply.answer, BounceAnswer) and self._place.direct:
            return replace(reply, answer=replace(reply.answer, private=True))
        return reply

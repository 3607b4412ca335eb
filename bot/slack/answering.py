"""Answers brought to Slack: taken on once, shown as they grow, their case remembered; left to others where Slack fails.

A request is written down before Slack is told that it was received. It is crossed out when its answer is complete, so
that whatever ends this process, another finds what is still owed.
"""

import asyncio
import logging

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.cases.answers import Refusal, RefusalAnswer, Reply
from bot.cases.case import Case, Thread
from bot.cases.owed import Owed
from bot.cases.place import Place
from bot.cases.turn import Desk, Turn
from bot.slack.files import turns
from bot.slack.message import AnswerMessage
from bot.slack.pace import paced
from bot.slack.posting import out_of_reach
from bot.slack.room import Room
from bot.storage.owed import Lost
from bot.storage.store import Store

log = logging.getLogger(__name__)
_LATER = 30.0
"""Seconds until an answer is tried again where Slack was out of reach."""


class Answering:
    """Carries questions to answers and answers to Slack."""

    def __init__(self, desk: Desk, store: Store, default_language: str) -> None:
        self.desk = desk
        self.store = store
        self.default_language = default_language
        self._room = Room()
        self._running: set[asyncio.Task[None]] = set()

    async def answer(self, client: AsyncWebClient, owed: Owed, ack: AsyncAck) -> None:
        """Takes it on, tells Slack so, answers. What was asked before is acknowledged and left alone."""
        new = await self.store.owed.take(owed)
        await ack()
        if new:
            await self.bring(client, owed)

    async def bring(self, client: AsyncWebClient, owed: Owed, ts: str | None = None) -> None:
        """Answers what was taken on; each question's answer is a message of its own in the thread that the first one
        opens. `ts`: the message in which the first answer was begun before."""
        task = asyncio.create_task(self._bring(client, owed, ts))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def finish(self, seconds: float) -> None:
        """Lets what is under way come to its end; leaves the rest to whoever comes after."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        late = tuple(self._running)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _bring(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        try:
            while owed.asked:
                owed = await self._first(client, owed, ts)
                ts = None
        except Lost:
            log.info("another process answers")
            return
        except asyncio.CancelledError:
            await self._leave(owed, 0)
            raise
        except Exception as error:  # the last line before the log
            if _may_pass(error):
                log.warning("an answer has to wait: %s", type(error).__name__)
                await self._leave(owed, _LATER)
                return
            log.exception("an answer could not be brought")
        if not owed.at_once:
            await self.store.owed.brought(owed.key)

    async def _first(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> Owed:
        """Answers the first question; gives what is left."""
        message = AnswerMessage(client, self._room, owed.place, owed.message_key, ts)
        case, known = owed.case, ts
        try:
            async for turn in paced(turns(owed.asked[0], case, self.desk, client)):
                case = turn.case
                await message.show(turn)
                if message.ts != known and message.ts is not None and not owed.at_once:
                    known = message.ts
                    await self.store.owed.posted(owed.key, known)
                await self._remember(owed.place, message.thread_ts, case)
            await message.close()
        except Exception as error:  # the last line before the user: what broke is logged, and said, never kept silent
            if isinstance(error, SlackApiError | Lost) or _may_pass(error):
                raise
            log.exception("a question could not be answered")
            await message.show(Turn(case, Reply(RefusalAnswer(Refusal.TRY_AGAIN))))
            await message.close()
        left = owed.after_one(case, message.thread_ts)
        if left.asked and not owed.at_once:
            await self.store.owed.one_answered(left)
        return left

    async def _leave(self, owed: Owed, seconds: float) -> None:
        if not owed.at_once:
            await self.store.owed.leave(owed.key, seconds)

    async def _remember(self, place: Place, thread_ts: str | None, case: Case) -> None:
        if thread_ts is not None:
            await self.store.keep(Thread(place.team, place.channel, thread_ts), case, place.user)


def _may_pass(error: Exception) -> bool:
    """Whether Slack or the database was out of reach, which they are not for ever."""
    return out_of_reach(error) or isinstance(error, SQLAlchemyError)

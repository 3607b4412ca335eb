"""Answers brought to Slack: posted, updated as they grow, and their case remembered."""

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.cases.answers import Answer, BounceAnswer, CustomerAnswer, Refusal, RefusalAnswer, Reply
from bot.cases.case import Case, Thread
from bot.cases.counted import CountedKind, counted
from bot.cases.preferences import Chosen, answer_language
from bot.cases.talk import Asking
from bot.cases.turn import Desk, Turn
from bot.ops.gate import Gate
from bot.ops.metrics import Metrics
from bot.slack.blocks import words_of
from bot.slack.pace import paced
from bot.slack.place import Place
from bot.storage.store import Store

log = logging.getLogger(__name__)

_NO_MEMBER = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


class Answering:
    """Carries questions to answers and answers to Slack."""

    def __init__(self, desk: Desk, store: Store, default_language: str, gate: Gate, metrics: Metrics) -> None:
        self.desk = desk
        self.store = store
        self._gate = gate
        self._metrics = metrics
        self._default_language = default_language
        self._turns: WeakValueDictionary[Thread, asyncio.Lock] = WeakValueDictionary()

    async def terms(self, place: Place) -> "Terms":
        """What was chosen for this place. A database that fails costs an answer its language, not the answer."""
        try:
            chosen = await self.store.preferences.chosen(place.team, user=place.user, channel=place.channel)
        except SQLAlchemyError:
            log.exception("the choices could not be read")
            chosen = Chosen()
        own = replace(self.desk, supported_provider=chosen.provider or self.desk.supported_provider)
        return Terms(chosen, own, self._default_language)

    def in_turn(self, thread: Thread) -> asyncio.Lock:
        """Held while a thread's question is answered: the next one finds the case as this one leaves it."""
        return self._turns.setdefault(thread, asyncio.Lock())

    async def answer(self, client: AsyncWebClient, place: Place, case: Case, askings: tuple[Asking, ...]) -> None:
        """Asks in order; each question's answer is a message of its own in the thread that the first one opens.

        Whoever asks in a thread that is there already holds its turn (`in_turn`); a new thread's is taken here.
        """
        if not await self.admits(client, place, case, len(askings)):
            return
        async with AsyncExitStack() as turns:
            turns.enter_context(self._metrics.under_way())
            for asking in askings:
                message, before, began = _Message(client, place), case, time.perf_counter()
                said: Answer = RefusalAnswer(Refusal.TRY_AGAIN)
                try:
                    async for turn in paced(asking(case)):
                        case, said = turn.case, turn.reply.answer
                        await message.show(turn)
                        if message.thread is not None:
                            if place.thread_ts is None:
                                place = replace(place, thread_ts=message.thread.ts)
                                await turns.enter_async_context(self.in_turn(message.thread))
                            await self.store.keep(message.thread, case, place.user)
                except SlackApiError:
                    log.exception("Slack refused a message")
                    return
                except Exception:  # the last line before the user: whatever broke is logged, and said
                    log.exception("a question could not be answered")
                    self._metrics.failed()
                    await message.show(Turn(case, Reply(RefusalAnswer(Refusal.TRY_AGAIN))))
                self._note(_kind(said), time.perf_counter() - began)
                await self._count(place.team, before, case)
                place = replace(place, message_ts=None)

    async def admits(self, client: AsyncWebClient, place: Place, case: Case, questions: int = 1) -> bool:
        """Whether so much more may be asked here. If not, the asker alone is told so; who goes on is told nothing."""
        if await self._gate.admits(place.team, place.user, questions):
            return True
        if await self._gate.tells(place.team, place.user):
            await _Message(client, place).whisper(Turn(case, Reply(RefusalAnswer(Refusal.TOO_MANY))))
        return False

    def _note(self, kind: str, seconds: float) -> None:
        self._metrics.answered(kind, seconds)
        log.info("answered", extra={"kind": kind, "seconds": round(seconds, 3)})

    async def _count(self, team: str, before: Case, after: Case) -> None:
        things = counted(before, after)
        for thing in things:
            if thing.kind is CountedKind.CAUSE:
                self._metrics.caused(thing.name)
        try:
            await self.store.statistics.count(team, things)
        except SQLAlchemyError:  # the answer is out already: a lost count is no trouble to the asker
            log.exception("an answer was not counted")


@dataclass(frozen=True, slots=True)
class Terms:
    """What people chose, and what that makes of an answer."""

    chosen: Chosen
    desk: Desk
    """With the workspace's own mail service."""
    default_language: str

    def language(self, *, word: str | None = None, question: str = "") -> str:
        """The language of a case that begins: see `answer_language`."""
        return answer_language(self.chosen, self.default_language, word=word, question=question)


class _Message:
    """One message that an answer is shown in: posted first, updated after."""

    def __init__(self, client: AsyncWebClient, place: Place) -> None:
        self._client = client
        self.place = place
        self.thread_ts = place.thread_ts
        self._ts = place.message_ts
        self._by_response_url = False

    @property
    def thread(self) -> Thread | None:
        """Where the message stands, or what hangs on it; None where nothing can."""
        return Thread(self.place.team, self.place.channel, self.thread_ts) if self.thread_ts else None

    async def show(self, turn: Turn) -> None:
        reply = _for(self.place, turn.reply)
        if self._by_response_url:
            await self._respond(reply, turn.case.language)
        elif isinstance(reply.answer, CustomerAnswer) and not self.place.direct:
            await self._show_privately(reply, turn.case.language)
        elif self._ts is not None:
            words = words_of(reply, turn.case.language)
            await self._client.chat_update(
                channel=self.place.channel, ts=self._ts, text=words.text, blocks=words.blocks
            )
        else:
            await self._post(reply, turn.case.language)

    async def whisper(self, turn: Turn) -> None:
        """To the asker alone, wherever that is possible."""
        if self.place.respond is not None:
            words = words_of(turn.reply, turn.case.language)
            await self.place.respond(text=words.text, blocks=words.blocks, replace_original=False)
        else:
            await self._show_privately(turn.reply, turn.case.language)

    async def _post(self, reply: Reply, language: str) -> None:
        words = words_of(reply, language)
        try:
            posted = await self._client.chat_postMessage(
                channel=self.place.channel,
                thread_ts=self.place.thread_ts,
                text=words.text,
                blocks=words.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if self.place.respond is None or error.response.get("error") not in _NO_MEMBER:
                raise
            self._by_response_url = True
            await self._respond(reply, language)
            return
        self._ts = str(posted["ts"])
        self.thread_ts = self.thread_ts or self._ts

    async def _respond(self, reply: Reply, language: str) -> None:
        """Where the bot is no member: only the asker sees it, and no thread hangs on it, so no buttons either."""
        assert self.place.respond is not None
        words = words_of(replace(reply, next=(), uninvited=True), language)
        await self.place.respond(text=words.text, blocks=words.blocks, replace_original=self._ts is not None)
        self._ts = self._ts or "responded"

    async def _show_privately(self, reply: Reply, language: str) -> None:
        words = words_of(reply, language)
        await self._client.chat_postEphemeral(
            channel=self.place.channel,
            user=self.place.user,
            thread_ts=self.place.thread_ts,
            text=words.text,
            blocks=words.blocks,
        )


def _kind(answer: Answer) -> str:
    return type(answer).__name__.removesuffix("Answer").lower()


def _for(place: Place, reply: Reply) -> Reply:
    """In a direct message a bounce's addresses are shown in full: only the asker reads it."""
    if isinstance(reply.answer, BounceAnswer) and place.direct:
        return replace(reply, answer=replace(reply.answer, private=True))
    return reply

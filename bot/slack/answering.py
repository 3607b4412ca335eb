"""Answers brought to Slack: taken on once, shown as they grow, their case remembered; left to others where Slack fails.

A request is answered or written down before Slack is told that it was received, and crossed out when its answer is
complete: so whatever ends this process, another finds what is still owed (`bot.slack.recovery`).
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answers import Answer, Refusal, RefusalAnswer, Reply
from bot.cases.case import Case, Thread
from bot.cases.counted import CountedKind, counted
from bot.cases.owed import Owed
from bot.cases.place import Place
from bot.cases.preferences import Chosen, answer_language
from bot.cases.report_links import ReportLinks
from bot.cases.turn import Desk, Turn
from bot.ops.gate import Gate
from bot.ops.metrics import Metrics
from bot.slack.door import Door
from bot.slack.files import turns
from bot.slack.message import AnswerMessage, whisper
from bot.slack.pace import answered, paced
from bot.slack.pictures import illustrate
from bot.slack.posting import out_of_reach
from bot.slack.room import Room
from bot.storage.database import FAULTS
from bot.storage.owed import Lost
from bot.storage.remembering import remembering
from bot.storage.store import Store

log = logging.getLogger(__name__)
_LATER = 5.0
"""Seconds until an answer is tried again where Slack or the database was out of reach; then twice as many each time."""
_AT_ONCE = 0.3
"""Seconds that an acknowledgement may wait for an answer that nothing has to be looked up for: Slack waits three, and
is mostly told in a few hundredths."""


LinksOf = Callable[[str], ReportLinks]
"""By a workspace's id."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What people chose, and what that makes of an answer."""

    chosen: Chosen
    desk: Desk
    """With the workspace's own mail service and memory."""
    default_language: str

    def language(self, *, word: str | None = None, question: str = "") -> str:
        """The language of a case that begins: see `answer_language`."""
        return answer_language(self.chosen, self.default_language, word=word, question=question)


class Answering:
    """Carries questions to answers and answers to Slack."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        default_language: str,
        gate: Gate,
        metrics: Metrics,
        links_of: LinksOf | None = None,
    ) -> None:
        self.desk = desk
        self.store = store
        self.door = Door()
        self._gate = gate
        self._metrics = metrics
        self._default_language = default_language
        self._links_of = links_of
        self._room = Room()
        self._turns: WeakValueDictionary[Thread, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[str, asyncio.Task[None]] = {}

    async def terms(self, place: Place) -> Terms:
        """What was chosen for this place. A database that fails costs an answer its language, not the answer."""
        try:
            chosen = await self.store.preferences.chosen(place.team, user=place.user, channel=place.channel)
        except FAULTS:
            log.exception("the choices could not be read")
            chosen = Chosen()
        own = replace(self.desk, supported_provider=chosen.provider or self.desk.supported_provider)
        links = self._links_of(place.team) if self._links_of else None
        return Terms(chosen, replace(remembering(own, self.store, place), links=links), self._default_language)

    async def admits(self, client: AsyncWebClient, place: Place, case: Case, questions: int = 1) -> bool:
        """Whether so much more may be asked here. If not, the asker alone is told so; who goes on is told nothing."""
        if await self._gate.admits(place.team, place.user, questions):
            return True
        if await self._gate.tells(place.team, place.user):
            await whisper(client, place, Turn(case, Reply(RefusalAnswer(Refusal.TOO_MANY))))
        return False

    def busy(self, thread: Thread) -> bool:
        """Whether a question is being answered there, so that the thread is a case, or soon will be."""
        turn = self._turns.get(thread)
        return turn is not None and turn.locked()

    async def answer(self, client: AsyncWebClient, owed: Owed, ack: AsyncAck) -> None:
        """Takes it on, tells Slack so, answers. What was asked before is acknowledged and left alone.

        It is for commands and clicks: Slack delivers them once only, unlike events, and a replayed one is refused for
        its signature.
        """
        if owed.at_once:
            await asyncio.shield(self._start(owed, self._at_once(client, owed, ack)))
            return
        new = await self.store.owed.take(owed)
        await ack()
        if new:
            await self.bring(client, owed)

    async def bring(self, client: AsyncWebClient, owed: Owed) -> None:
        """Answers what was taken on, if its asker does not ask too much; each question's answer is a message of its
        own, in the thread that the first one opens."""
        await asyncio.shield(self._start(owed, self._bring(client, owed, None, fresh=True)))

    def bring_left(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        """Answers what was begun before, in the background. `ts`: the message that it was shown in."""
        self._start(owed, self._bring(client, owed, ts, fresh=False))

    def give_up(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        """Says that there will be no answer, in the background."""
        self._start(owed, self._give_up(client, owed, ts))

    @property
    def under_way(self) -> Collection[str]:
        """The ids of what is being answered here."""
        return self._running.keys()

    async def finish(self, seconds: float) -> None:
        """Lets what is under way come to its end; leaves the rest to whoever comes after."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=seconds)
        late = tuple(self._running.values())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _start(self, owed: Owed, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._running[owed.id] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._running.pop(owed.id, None))
        return task

    async def _at_once(self, client: AsyncWebClient, owed: Owed, ack: AsyncAck) -> None:
        """Mostly answered before it could be written down, which it is only where Slack takes its time."""
        answered = asyncio.create_task(self._carry(client, owed, None, fresh=True))
        await asyncio.wait([answered], timeout=_AT_ONCE)
        if answered.done() and answered.exception() is None:
            await ack()
            return
        try:
            await self.store.owed.take(owed)
        except FAULTS:
            log.exception("an answer under way could not be written down")
        await ack()
        await self._see_through(owed, answered)

    async def _bring(self, client: AsyncWebClient, owed: Owed, ts: str | None, *, fresh: bool) -> None:
        await self._see_through(owed, self._carry(client, owed, ts, fresh=fresh))

    async def _see_through(self, owed: Owed, answered: Awaitable[None]) -> None:
        """Crosses it out in the end, or leaves it for later."""
        try:
            await answered
            await self.store.owed.brought(owed.id)
        except Lost:
            log.info("another process answers")
        except asyncio.CancelledError:
            await self.store.owed.leave(owed.id, 0)
            raise
        except Exception as error:  # the last line before the log
            if _may_pass(error):
                log.warning("an answer has to wait: %s", type(error).__name__)
                await self.store.owed.leave(owed.id, _LATER)
                return
            log.exception("an answer could not be brought")
            await self.store.owed.brought(owed.id)

    async def _carry(self, client: AsyncWebClient, owed: Owed, ts: str | None, *, fresh: bool) -> None:
        async with AsyncExitStack() as held:
            held.enter_context(self._metrics.under_way())
            if owed.place.thread_ts is not None:
                await held.enter_async_context(self._in_turn(owed.place, owed.place.thread_ts))
            terms = await self.terms(owed.place)
            case = owed.case or Case(terms.language())
            if not owed.begun:
                owed, case = await self._begin(owed, case)
            if fresh and not await self.admits(client, owed.place, case, len(owed.asked)):
                return
            while owed.asked:
                owed, case = await self._first(client, owed, case, terms.desk, ts, held)
                ts = None

    async def _begin(self, owed: Owed, otherwise: Case) -> tuple[Owed, Case]:
        """Its turn has come: the case stands as the question before left it, or was forgotten."""
        place = owed.place
        case = await self.store.case(Thread(place.team, place.channel, place.thread_ts or "")) or otherwise
        begun = owed.begin(case)
        if not begun.at_once:
            await self.store.owed.go_on(begun)
        return begun, case

    async def _first(
        self, client: AsyncWebClient, owed: Owed, before: Case, desk: Desk, ts: str | None, held: AsyncExitStack
    ) -> tuple[Owed, Case]:
        """Answers the first question; gives what is left, and the case after it."""
        message = AnswerMessage(client, self._room, owed.place, owed.message_key, ts)
        case, place, again, began = before, owed.place, ts is not None, time.perf_counter()
        said: Answer = RefusalAnswer(Refusal.TRY_AGAIN)
        try:
            growing = answered(turns(owed.asked[0], case, desk, client))
            async for turn in growing if owed.at_once else paced(self.door.patiently(growing)):
                case, said = turn.case, turn.reply.answer
                await message.show(turn)
                if message.ts not in (None, ts) and not owed.at_once:
                    ts = message.ts
                    await self.store.owed.posted(owed.id, str(ts))
                if message.thread_ts is not None:
                    if place.thread_ts is None:  # a thread of its own: who asks on in it waits for this answer
                        place = replace(place, thread_ts=message.thread_ts)
                        await held.enter_async_context(self._in_turn(place, message.thread_ts))
                    await self.store.keep(Thread(place.team, place.channel, message.thread_ts), case, place.user)
            await message.close()
        except Exception as error:  # the last line before the user: what broke is logged, and said, never kept silent
            if isinstance(error, SlackApiError | Lost) or out_of_reach(error):
                raise
            log.exception("a question could not be answered")
            self._metrics.failed()
            said = RefusalAnswer(Refusal.TRY_AGAIN)
            await message.show(Turn(case, Reply(said)))
            await message.close()
        where, key = Thread(place.team, place.channel, message.thread_ts or ""), owed.message_key
        await illustrate(client, self._room, said, case.language, where, key, again=again)
        self._note(_kind(said), time.perf_counter() - began)
        await self._count(place.team, before, case)
        left = owed.after_one(case, message.thread_ts)
        if left.asked:
            await self.store.owed.go_on(left)
        return left, case

    async def _give_up(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        self._metrics.failed()
        try:
            case = owed.case or Case((await self.terms(owed.place)).language())
            message = AnswerMessage(client, self._room, owed.place, owed.message_key, ts)
            await message.show(Turn(case, Reply(RefusalAnswer(Refusal.TRY_AGAIN))))
            await message.close()
        finally:
            await self.store.owed.brought(owed.id)

    def _in_turn(self, place: Place, thread_ts: str) -> asyncio.Lock:
        """Held while a thread's question is answered: the next one finds the case as this one leaves it."""
        return self._turns.setdefault(Thread(place.team, place.channel, thread_ts), asyncio.Lock())

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
        except FAULTS:  # the answer is out already: a lost count is no trouble to the asker
            log.exception("an answer was not counted")


def _kind(answer: Answer) -> str:
    return type(answer).__name__.removesuffix("Answer").lower()


def _may_pass(error: Exception) -> bool:
    """Whether Slack or the database was out of reach, which they are not for ever."""
    return out_of_reach(error) or isinstance(error, FAULTS)

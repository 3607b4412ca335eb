"""Delivers answers to Slack. Each request is accepted once, its answer is shown as it grows, and its case is stored; if
Slack fails, the answer is left to another attempt. A request is answered or stored before Slack is told that it was
received, and its row is deleted when the answer is complete. So if this process dies, another one finds what is still
owed (`bot.slack.outbox.recovery`).
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.answer import answer
from bot.cases.answering.turns import one_turn
from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.asked import Asked, Deed, DroppedMail, Unread, Vote, WorkflowStep
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.owed import Owed, cost
from bot.cases.values.place import Place
from bot.cases.values.typed import Refused, Typed
from bot.ops.metrics import Metrics
from bot.ops.rate_limits import RateLimits
from bot.slack.blocks import message_of
from bot.slack.delivery.charts import illustrate
from bot.slack.delivery.message import AnswerMessage
from bot.slack.delivery.pace import paced
from bot.slack.delivery.posting import ChannelPace
from bot.slack.delivery.retries import gone, out_of_reach, retry_after
from bot.slack.delivery.whisper import whisper
from bot.slack.outbox.counting import Counting
from bot.slack.outbox.deeds import Deeds, case_at
from bot.slack.outbox.dropped_files import answer_file
from bot.slack.outbox.reading import OwedReader
from bot.slack.outbox.taking import Taking, may_pass
from bot.slack.outbox.terms import LanguageOf, LinksOf, Terms, TermsOf
from bot.slack.outbox.under_way import Company, Quarantine, Turns, UnderWay
from bot.slack.wire.acknowledgements_first import AcknowledgementsFirst
from bot.slack.wire.people import People
from bot.storage.store import Store
from bot.storage.tables.outbox import Lost, Unsure

log = logging.getLogger(__name__)
_LATER = 5.0
"""Seconds until an answer is tried again where Slack or the database was out of reach; then twice as many each time."""
_AT_ONCE = 0.3
"""Seconds that an acknowledgement may wait for an answer that nothing has to be looked up for: Slack waits three, and
is mostly told in a few hundredths."""


class Answering:
    """Accepts questions, has them answered, and delivers the answers to Slack."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        default_language: str,
        rate_limits: RateLimits,
        metrics: Metrics,
        links_of: LinksOf | None = None,
        language_of: LanguageOf | None = None,
        people: People | None = None,
        *,
        admins_only: bool = False,
    ) -> None:
        self.desk = desk
        self.store = store
        self.acknowledgements = AcknowledgementsFirst()
        self._rate_limits = rate_limits
        self._metrics = metrics
        self._terms = TermsOf(desk, store, default_language, links_of, language_of, people, admins_only=admins_only)
        self.deeds = Deeds(store, self._terms, desk.languages)
        self._counting = Counting(metrics, store)
        self.taking = Taking(store.outbox)
        self._reading = OwedReader(store, desk, metrics)
        self._quarantine = Quarantine()
        self._pace = ChannelPace()
        self.turns = Turns()
        self.under_way = UnderWay()

    async def terms(self, place: Place) -> Terms:
        """What was chosen for this place."""
        return await self._terms.at(place)

    async def case(self, place: Place) -> Case:
        """The case of the thread; see `case_at`."""
        return await case_at(self.store, place, await self.terms(place))

    async def admits(
        self, client: AsyncWebClient, place: Place, case: Case, questions: int = 1, *, unasked: bool = False
    ) -> bool:
        """Whether so much more may be asked here. If not, the asker alone is told so; who goes on is told nothing, nor
        is who asked nothing, but dropped one picture after the other."""
        if await self._rate_limits.admits(place.team, place.user, questions):
            return True
        if not unasked and await self._rate_limits.tells(place.team, place.user):
            await whisper(client, place, message_of(Reply(RefusalAnswer(Refusal.TOO_MANY)), case.language))
        return False

    async def answer(self, client: AsyncWebClient, owed: Owed, ack: AsyncAck) -> None:
        """Accepts the question, acknowledges it to Slack, and answers it. A question that was accepted before is only
        acknowledged.

        It is for commands and clicks: Slack delivers them once only, unlike events, and a replayed one is refused for
        its signature.
        """
        if owed.at_once and not self.acknowledgements.crowded:
            await asyncio.shield(self.under_way.start(owed.id, self._at_once(client, owed, ack)))
            return
        new = await self.takes(owed)
        await ack()
        if new:
            await self.bring(client, owed)

    async def takes(self, owed: Owed) -> bool:
        """Whether the question is new. It is stored from now on; if the database is too slow, it is answered without
        being stored."""
        return await self.taking.take(owed)

    async def bring(self, client: AsyncWebClient, owed: Owed) -> None:
        """Answers what was taken on, if its asker does not ask too much; each question's answer is a message of its
        own, in the thread that the first one opens."""
        await asyncio.shield(self.under_way.start(owed.id, self._bring(client, owed, None)))

    def bring_left(self, client: AsyncWebClient, owed: Owed, ts: str | None, company: Company) -> None:
        """Answers what was begun before, in the background. `ts`: the message that it was shown in; `company`: beside
        whom, for it may be what ended its process."""
        self.under_way.start(owed.id, self._bring(client, owed, ts, company))

    def give_up(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        """Says that there will be no answer, in the background."""
        self.under_way.start(owed.id, self._give_up(client, owed, ts))

    async def _at_once(self, client: AsyncWebClient, owed: Owed, ack: AsyncAck) -> None:
        """Mostly answered before it could be written down, which it is only where Slack takes its time."""
        shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        answered = asyncio.create_task(self._carry(client, owed, None, shown=shown))
        await asyncio.wait([answered, shown], timeout=_AT_ONCE, return_when=asyncio.FIRST_COMPLETED)
        if not shown.done() and not (answered.done() and answered.exception() is None):
            await self.taking.take(owed)
        await ack()
        await self._see_through(client, owed, answered)

    async def _bring(self, client: AsyncWebClient, owed: Owed, ts: str | None, company: Company | None = None) -> None:
        await self._see_through(client, owed, self._carry(client, owed, ts, company))

    async def _see_through(self, client: AsyncWebClient, owed: Owed, answered: Awaitable[None]) -> None:
        """Deletes its row in the end, or leaves it for a later attempt."""
        try:
            await answered
        except Lost:
            log.info("another process answers")
            return
        except asyncio.CancelledError:
            await self.taking.leave(owed, 0)
            raise
        except Exception as error:  # the last line before the log
            if may_pass(error):
                log.warning("an answer has to wait: %s", type(error).__name__)
                if await self.taking.leave(owed, max(_LATER, retry_after(error) or 0.0)):
                    return
            if gone(error):
                log.warning("the bot is no more in the workspace that an answer is for")
                await self.taking.brought(owed)
                return
            log.exception("an answer could not be brought")
            self._metrics.failed()
            if not owed.unasked:
                await self.deeds.say_undone(client, owed)
        await self.taking.brought(owed)

    async def _carry(
        self,
        client: AsyncWebClient,
        owed: Owed,
        ts: str | None,
        company: Company | None = None,
        shown: asyncio.Future[None] | None = None,
    ) -> None:
        """`company`: None where it is begun for the first time; `shown`: done once the answer stands."""
        fresh = company is None
        async with AsyncExitStack() as held:
            await held.enter_async_context(self._quarantine.beside(company or Company.ANY))
            held.enter_context(self._metrics.under_way())
            if isinstance(owed.asked[0], Deed):
                await self._do(client, owed.asked[0], owed, ts, fresh=fresh)
                return
            if owed.place.thread_ts is not None:
                if owed.case is None and not owed.begun:
                    await self._reading.expect_case(owed.place)
                await held.enter_async_context(self.turns.at(owed.place.thread))
            if shown is None:  # else its own acknowledgement waits for the answer
                await self.acknowledgements.sent()
            terms = await self.terms(owed.place)
            case = owed.case or Case(terms.language())
            if not owed.begun:
                case = await self._reading.case_now(owed.place) or case
            unasked = owed.unasked
            if not owed.begun or owed.unread:
                owed = await self._reading.begin(owed, case)
            wanted = sum(map(cost, owed.asked))
            if owed.asked and fresh and not await self.admits(client, owed.place, case, wanted, unasked=unasked):
                return
            while owed.asked:
                owed, case = await self._first(client, owed, case, terms.desk_for(owed.asked[0]), ts, held, shown)
                ts = None

    async def _do(self, client: AsyncWebClient, deed: Deed, owed: Owed, ts: str | None, *, fresh: bool) -> None:
        """A vote is no question, nor is what is chosen on the home tab: these are not counted. A workflow's step is the
        workspace's question, and nobody's own."""
        place = owed.place
        if isinstance(deed, WorkflowStep) and fresh and not await self._rate_limits.admits(place.team, place.user, 1):
            await self.deeds.say_undone(client, owed, Refusal.TOO_MANY)
            return
        asks = fresh and place.response_url is not None and not isinstance(deed, Vote)
        if asks and not await self.admits(client, place, Case((await self.terms(place)).language())):
            return
        await self.deeds.do(client, deed, owed, ts, partial(self.store.outbox.hold, owed.id))

    async def _first(
        self,
        client: AsyncWebClient,
        owed: Owed,
        before: Case,
        desk: Desk,
        ts: str | None,
        held: AsyncExitStack,
        shown: asyncio.Future[None] | None,
    ) -> tuple[Owed, Case]:
        """Answers the first question, if there is anything to say; returns the questions left and the new case."""
        sure = partial(self.store.outbox.hold, owed.id)
        asker = await self._terms.asker(owed.place)
        message = AnswerMessage(client, self._pace, owed.place, owed.message_key, ts, sure, asker)
        case, place, again, began = before, owed.place, ts is not None, time.perf_counter()
        last: AnyAnswer | None = None
        try:
            async for turn in self._turns_of(owed.asked[0], case, desk, client):
                case, last = turn.case, turn.reply.answer
                await message.show(turn)
                if message.ts not in (None, ts) and not owed.at_once:
                    ts = message.ts
                    await self.store.outbox.posted(owed.id, str(ts))
                if message.thread_ts is not None:
                    if place.thread_ts is None:  # a thread of its own: who asks on in it waits for this answer
                        place = replace(place, thread_ts=message.thread_ts)
                        await held.enter_async_context(self.turns.at(place.thread))
                    if shown is None:
                        await self.store.cases.keep(place.thread, case, place.user)
            await message.close()
        except Exception as error:  # any fault: it is logged, and the user is told
            if isinstance(error, SlackApiError | Lost | Unsure) or out_of_reach(error):
                raise
            log.exception("a question could not be answered")
            self._metrics.failed()
            last = RefusalAnswer(Refusal.TRY_AGAIN)
            await message.show(Turn(case, Reply(last)))
            await message.close()
        if last is not None:  # else a file that nobody asked about, and that is none of the bot's business
            where, key = replace(place, thread_ts=message.thread_ts).thread, owed.message_key
            if shown is not None:  # Slack may hear so before the rest is done
                shown.set_result(None)
                if where.ts:
                    await self.store.cases.keep(where, case, place.user)
            await illustrate(client, self._pace, last, case.language, where, key, again=again)
            await self._counting.answered(last, place.team, before, case, time.perf_counter() - began)
        return await self.taking.one_brought(owed, case, message.thread_ts, replied=message.ts is not None), case

    def _turns_of(self, request: Asked, case: Case, desk: Desk, client: AsyncWebClient) -> AsyncIterator[Turn]:
        """None for a file that nobody asked about and that is none of the bot's business."""
        if isinstance(request, Typed | Refused):
            return one_turn(request, case, desk)
        assert not isinstance(request, Unread | Deed)  # its turn has come, so it was read; deeds are done
        if isinstance(request, DroppedMail):
            growing = answer_file(request, case, desk, client)
        else:
            growing = answer(request, case, desk)
        return paced(growing, within=self.acknowledgements.work())

    async def _give_up(self, client: AsyncWebClient, owed: Owed, ts: str | None) -> None:
        self._metrics.failed()
        try:
            if isinstance(owed.asked[0], Deed) or not owed.place.channel:
                await self.deeds.say_undone(client, owed)
                return
            case = owed.case or Case((await self.terms(owed.place)).language())
            sure = partial(self.store.outbox.hold, owed.id)
            message = AnswerMessage(client, self._pace, owed.place, owed.message_key, ts, sure)
            await message.show(Turn(case, Reply(RefusalAnswer(Refusal.TRY_AGAIN))))
            await message.close()
        finally:
            await self.store.outbox.brought(owed.id)

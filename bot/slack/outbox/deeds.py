"""Requests that want an action rather than an answer: to post a letter, to store a vote or a choice. They are owed as
answers are."""

import asyncio
import logging
from contextlib import suppress

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.answering.answer import answer
from bot.cases.answering.choosing import refused
from bot.cases.masking import mask
from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer, PreferencesAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.asked import Deed, PostLetter, Vote, WorkflowStep
from bot.cases.values.case import Case, Thread
from bot.cases.values.choices import ON, Choice, Scope, Wish
from bot.cases.values.owed import Owed
from bot.cases.values.place import Place
from bot.cases.values.questions import Question
from bot.replies.render import letter
from bot.replies.surfaces.slack import SlackMessage
from bot.replies.words.phrases import phrases
from bot.slack.blocks import RIGHT, WRONG, fitting, message_of
from bot.slack.delivery.posting import post_once
from bot.slack.delivery.prompts import suggest
from bot.slack.delivery.retries import Sure
from bot.slack.delivery.whisper import by_url, take_away, whisper
from bot.slack.outbox import steps
from bot.slack.outbox.terms import Terms, TermsOf
from bot.slack.wire.payloads import Fields
from bot.storage.store import Store

log = logging.getLogger(__name__)
_JUST_POSTED = 1.0
"""Seconds that a case may still be on its way to the store when somebody clicks or writes under its first message."""


class Deeds:
    """Carries them out. Doing one twice does no harm, except that its thanks may be said twice."""

    def __init__(self, store: Store, terms: TermsOf, languages: tuple[str, ...]) -> None:
        self._store = store
        self._terms = terms
        self._languages = languages

    async def do(self, client: AsyncWebClient, deed: Deed, owed: Owed, ts: str | None, sure: Sure) -> None:
        """`ts`: the message that came of it before, if one did. Raises as `post_once`, and what a database raises."""
        match deed:
            case PostLetter():
                await self._post(client, deed, owed, ts, sure)
            case Vote():
                await self._vote(client, deed, owed.place)
            case Wish():
                await self._choose(client, deed, owed.place)
            case WorkflowStep():
                terms = await self._terms.at(owed.place)
                await steps.run(client, deed, owed.case or Case(terms.language()), terms.desk)

    async def say_undone(self, client: AsyncWebClient, owed: Owed, reason: Refusal = Refusal.TRY_AGAIN) -> None:
        """To the asker, where there is a place for it, that it could not be done; a workflow's step fails."""
        language = owed.case.language if owed.case else (await self._terms.at(owed.place)).language()
        if isinstance(deed := owed.asked[0], WorkflowStep):
            await steps.fail(client, deed, reason, language)
            return
        if not owed.place.channel:
            return
        try:
            await whisper(client, owed.place, message_of(Reply(RefusalAnswer(reason)), language))
        except Exception:  # the last attempt
            log.exception("who asked could not be told")

    async def may_choose_for_all(self, place: Place) -> bool:
        """Whether they may choose what holds for the whole workspace."""
        return await self._terms.may_choose_for_all(place)

    async def letter(self, place: Place, question: Question) -> str:
        """The letter as it is to be sent, made anew from the case; empty where the case was forgotten."""
        terms = await self._terms.at(place)
        last = None
        async for turn in answer(question, await case_at(self._store, place, terms), terms.desk):
            last = turn.reply.answer
        return fitting(letter(last)) if isinstance(last, CustomerAnswer) else ""

    async def _post(self, client: AsyncWebClient, deed: PostLetter, owed: Owed, ts: str | None, sure: Sure) -> None:
        place = owed.place
        if ts is None:
            message = letter_message(await self.letter(place, deed.letter))
            await post_once(
                client,
                owed.message_key,
                channel=place.channel,
                thread_ts=place.thread_ts,
                text=message.text,
                blocks=message.blocks,
                sure=sure,
            )
        if place.response_url is not None:
            with suppress(SlackApiError):  # it stands in the thread: that its draft stays, too, is no trouble
                await take_away(client, place)

    async def _vote(self, client: AsyncWebClient, vote: Vote, place: Place) -> None:
        statistics = self._store.statistics
        await statistics.vote(
            *(place.team, place.channel, vote.message, place.user, vote.judged),
            positive=vote.positive,
            reason=mask(vote.reason),
        )
        if vote.reason:  # the window closes, which is thanks enough
            return
        case = await case_at(self._store, place, await self._terms.at(place))
        thanks = phrases(case.language).say(f"feedback.{RIGHT if vote.positive else WRONG}-thanks")
        await whisper(client, place, SlackMessage((), thanks))

    async def _choose(self, client: AsyncWebClient, wish: Wish, place: Place) -> None:
        """Stores a choice and confirms it: to the asker alone if it concerns nobody else, in the channel if others will
        notice."""
        refusal = refused(wish, self._languages)
        if wish.for_all and not await self.may_choose_for_all(place):
            refusal = RefusalAnswer(Refusal.ADMINS_ONLY)
        if refusal is None:
            await self._keep(wish, place)
        if place.response_url is None:  # chosen on the home tab, which shows it
            return
        terms = await self._terms.at(place)
        answer: AnyAnswer = refusal or PreferencesAnswer(wish, terms.chosen)
        language = terms.language()
        if refusal is None and wish.choice is Choice.LANGUAGE and wish.value:
            language = wish.value
        message = message_of(Reply(answer), language)
        changed = refusal is None and (wish.value is not None or wish.reset)
        own = wish.choice is Choice.LANGUAGE and wish.scope is Scope.USER
        kind = "in_channel" if changed and not own else "ephemeral"
        await by_url(client, place, message, response_type=kind)
        if changed and wish.choice is Choice.LANGUAGE and place.direct:
            with suppress(SlackApiError):  # whoever opens the conversation anew has them in the language, too
                await suggest(client, place.channel, (await self._terms.at(place)).language())

    async def _keep(self, wish: Wish, place: Place) -> None:
        if wish.value is None and not wish.reset:
            return
        preferences = self._store.preferences
        if wish.choice is Choice.PROVIDER:
            await preferences.choose_provider(place.team, wish.value)
        elif wish.choice is Choice.UNASKED:
            await preferences.choose_unasked(place.team, wish.scope, place.channel, on=wish.value == ON)
        else:
            subject = {Scope.USER: place.user, Scope.CHANNEL: place.channel}.get(wish.scope, "")
            await preferences.choose_language(place.team, wish.scope, subject, wish.value)


def letter_message(text: str) -> SlackMessage:
    """A letter as plain text: what an agent typed is no markup either."""
    block: Fields = {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
    return SlackMessage((block,), text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


async def case_soon(store: Store, thread: Thread) -> Case | None:
    """The thread's case, which may be a moment late under a message just posted; None where it was forgotten."""
    case = await store.cases.case(thread)
    if case is None:
        await asyncio.sleep(_JUST_POSTED)
        case = await store.cases.case(thread)
    return case


async def case_at(store: Store, place: Place, terms: Terms) -> Case:
    """The thread's case; see `case_soon`. A fresh one where it was forgotten."""
    return await case_soon(store, place.thread) or Case(terms.language())

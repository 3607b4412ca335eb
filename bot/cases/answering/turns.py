"""Makes turns of an answer's steps: replies with buttons for the likely next questions."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace

from bot.cases.answering.next_questions import turn
from bot.cases.answering.typed import Step
from bot.cases.values.answers.kinds import Answer
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.questions import Intent, Question


async def turns_of(steps: AsyncIterator[Step], desk: Desk) -> AsyncIterator[Turn]:
    """A turn for each step. Raises RuntimeError if there is none: every question has an answer."""
    empty = True
    async for case, answer in steps:
        empty = False
        yield await _with_state(turn(case, answer, desk), desk)
    if empty:
        raise RuntimeError("a question came to its end without an answer")


async def _with_state(made: Turn, desk: Desk) -> Turn:
    """The same turn, but a domain that is watched gets the button that ends the watch."""
    reply, domain, watch = made.reply, made.case.domain, Question(Intent.WATCH)
    if desk.watching is None or domain is None or watch not in (*reply.next, *reply.more):
        return made
    if not await desk.watching.is_watched(domain):
        return made
    next_, more = (
        tuple(dict.fromkeys(Question(Intent.UNWATCH) if question == watch else question for question in questions))
        for questions in (reply.next, reply.more)
    )
    return replace(made, reply=replace(reply, next=next_, more=more))


async def one_step(case: Case, answer: Answer) -> AsyncIterator[Step]:
    """An answer that is known already."""
    yield case, answer


async def once(step: Awaitable[Step]) -> AsyncIterator[Step]:
    """An answer that does not grow."""
    yield await step

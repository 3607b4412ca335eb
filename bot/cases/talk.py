"""A sentence in a thread, or to the bot directly: understood as questions, each to be answered in its turn."""

from collections.abc import AsyncIterator, Callable
from functools import partial

from bot.cases.answers import Refusal, RefusalAnswer
from bot.cases.case import Case, Topic
from bot.cases.converse import converse, turn
from bot.cases.opening import LONGEST, looks_like_bounce, open_bounce, open_domains
from bot.cases.questions import Question
from bot.cases.turn import Desk, Turn
from bot.cases.understand import Context, understand
from bot.domains import name

Asking = Callable[[Case], AsyncIterator[Turn]]
"""One question, to be asked of the case as the one before left it."""


def begin(text: str, case: Case, desk: Desk) -> tuple[Asking, ...]:
    """A message that opens a thread with the bot: a bounce, domains, or questions."""
    if len(text) > LONGEST:
        return follow(text, case, desk)
    request = name.read_request(text)
    if request.problem is None and len(text.split()) == len(request.domains):
        return (lambda now: open_domains(text, now, desk),)
    return follow(text, case, desk)


def follow(text: str, case: Case, desk: Desk) -> tuple[Asking, ...]:
    """A follow-up: one question or several, or another bounce."""
    if len(text) > LONGEST:
        return (partial(_too_long, desk=desk),)
    if looks_like_bounce(text):
        return (lambda now: open_bounce(text, now, desk),)
    return asking(understand(text, case.language, context(case)), desk)


def asking(questions: tuple[Question, ...], desk: Desk) -> tuple[Asking, ...]:
    """Questions that need no understanding any more, such as a button's."""
    return tuple(partial(_converse, question=question, desk=desk) for question in questions)


def context(case: Case) -> Context:
    """What the understanding of a follow-up needs to know of its case."""
    value = case.code if case.topic is Topic.CODE else case.domain
    kind = Topic.DOMAIN if case.topic is Topic.NOTHING else case.topic
    return Context(kind, value or "", case.spoken_of)


async def _too_long(case: Case, desk: Desk) -> AsyncIterator[Turn]:
    yield turn(case, RefusalAnswer(Refusal.TOO_LONG), desk)


def _converse(case: Case, *, question: Question, desk: Desk) -> AsyncIterator[Turn]:
    return converse(case, question, desk)

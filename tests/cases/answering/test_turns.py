"""Steps of an answer become turns: with buttons that this desk can answer, and at least one."""

from collections.abc import AsyncIterator

import pytest

from bot.cases.answering.turns import one_step, turns_of
from bot.cases.values.answers.kinds import DomainAnswer, ThanksAnswer
from bot.cases.values.case import Case
from bot.cases.values.desk import Step
from bot.cases.values.questions import Intent
from tests.cases.playing import desk_without_network
from tests.replies.samples import HEALTHY


async def test_an_answer_without_a_step_is_a_fault_that_is_raised() -> None:
    async def none() -> AsyncIterator[Step]:
        return
        yield Case("en"), ThanksAnswer()

    with pytest.raises(RuntimeError, match="without an answer"):
        await anext(turns_of(none(), desk_without_network()))


async def test_a_step_is_a_turn_with_the_case_after_it() -> None:
    (turn,) = [turn async for turn in turns_of(one_step(Case("en"), ThanksAnswer()), desk_without_network())]
    assert turn.case == Case("en")
    assert turn.reply.answer == ThanksAnswer()


async def test_nothing_is_offered_that_this_desk_cannot_do() -> None:
    """A terminal keeps no watches."""
    (turn,) = [turn async for turn in turns_of(one_step(Case("en"), DomainAnswer(HEALTHY)), desk_without_network())]
    assert turn.reply.next
    assert Intent.WATCH not in {question.intent for question in turn.reply.next}

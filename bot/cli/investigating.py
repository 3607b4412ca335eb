"""Answers a question that needs the network."""

import asyncio

from bot.cases.answering.answer import answer
from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.asked import Answerable
from bot.cases.values.case import Case
from bot.cli import working
from bot.settings import read


def last_answer(request: Answerable, language: str) -> AnyAnswer:
    """The whole answer, when all checks are done."""
    return asyncio.run(_last(request, language))


async def _last(request: Answerable, language: str) -> AnyAnswer:
    async with working.desk(read()) as desk:
        return [turn async for turn in answer(request, Case(language), desk)][-1].reply.answer

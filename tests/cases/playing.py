"""A thread about a code, played without a workspace: what is typed goes the way that it goes on Slack."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from bot.cases.answering.answer import answer
from bot.cases.asking.read_here import ReaderHere
from bot.cases.asking.texts import ask_code
from bot.cases.values.asked import Answerable
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.domains.engine.spread import Spread
from bot.domains.values import Finding, Options, Report
from bot.languages import languages
from bot.replies.words.index import word_index


class NothingToCheck:
    """A code is explained without asking the network anything."""

    def keeping(self, keep: Callable[[Options, Report], None]) -> "NothingToCheck":
        return self

    def check(self, domain: str, options: Options, *, fresh: bool = False) -> AsyncIterator[Report]:
        raise AssertionError(f"{domain} was checked")

    async def address(
        self,
        address: str,
        only: frozenset[str],
        *,
        blocklist: str | None = None,
        helo: str | None = None,
        domain: str = "",
        fresh: bool = False,
    ) -> tuple[Finding, ...]:
        raise AssertionError(f"{address} was checked")

    async def spread(self, domain: str, selectors: Sequence[str] = ()) -> Spread:
        raise AssertionError(f"{domain} was asked for")


def played(text: str, language: str = "lt") -> Turn:
    """What `/smtp` answers to this text."""
    return answered(Case(language), ask_code(text))


def answered(case: Case, question: Answerable) -> Turn:
    """The last turn of an answer."""
    return asyncio.run(_last(case, question))


async def _last(case: Case, question: Answerable) -> Turn:
    return [turn async for turn in answer(question, case, desk_without_network())][-1]


def desk_without_network() -> Desk:
    """As in a terminal: it remembers nothing. Whoever checks a domain with it fails."""
    return Desk(NothingToCheck(), word_index(), ReaderHere(word_index()), languages())

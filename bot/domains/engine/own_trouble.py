"""Whether our own resolver is in trouble: then there is one thing to say, about us, and nothing about the domain.

It is told by a name that must exist, the root's (RFC 1034, 3.1): who answers for it works.
"""

import asyncio
from collections.abc import Iterable

from bot.domains.checks import domain
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver import SharedResolver
from bot.domains.values import Finding, Status

PATIENCE = 1.0
"""Seconds without an answer about the domain after which the root is asked for beside it."""
_MANY = 3
"""Checks that got no answer: of fewer, the domain's own servers are the likelier cause."""
_SPENT = Outcome.BUDGET.upper()


class OwnTrouble:
    """Of one check of a domain; the root is asked for once."""

    def __init__(self, resolver: SharedResolver) -> None:
        self._resolver = resolver
        self._asked: asyncio.Task[bool] | None = None

    async def before(self, answer: "asyncio.Task[Answer]") -> bool:
        """Whether the domain's first answer fails for our own fault."""
        done, _ = await asyncio.wait([answer], timeout=PATIENCE)
        if not done:
            self._ask()
        known = (await answer).outcome
        return not known.known and known is not Outcome.BUDGET and await self._ask()

    async def among(self, findings: Iterable[Finding]) -> bool:
        """Whether several checks got no answer for our own fault."""
        checks = {finding.check for finding in findings if _unanswered(finding)}
        return len(checks) >= _MANY and await self._ask()

    def _ask(self) -> "asyncio.Task[bool]":
        if self._asked is None:
            self._asked = asyncio.create_task(_silent(self._resolver))
        return self._asked

    async def close(self) -> None:
        """Ends the question that nobody waits for any more."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.gather(self._asked, return_exceptions=True)


def _unanswered(finding: Finding) -> bool:
    """Whether it says that a question got no answer, for another reason than a spent budget."""
    faults = [str(fact.value) for fact in finding.facts if fact.name == "fault"]
    return finding.status is Status.UNKNOWN and bool(faults) and not faults[0].startswith(_SPENT)


def as_our_trouble(findings: Iterable[Finding]) -> list[Finding]:
    """The one sentence, in place of all that could not be determined."""
    return [domain.CHECK.found("domain-unasked"), *(each for each in findings if each.status is not Status.UNKNOWN)]


async def _silent(resolver: SharedResolver) -> bool:
    view = resolver.for_check(fresh=True)
    try:
        answers = await view.ask_all((("", "SOA"), ("", "NS")))
    finally:
        view.close()
    return not any(answer.outcome.known for answer in answers)

"""Whether our own resolver is in trouble: then there is one thing to say, about us, and nothing about the domain.

It is told by names that must exist, the root's and the top-level domain's: who answers for one of them works.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domains.checks import domain
from bot.domains.net.dns import Answer, Outcome
from bot.domains.net.resolver import SharedResolver
from bot.domains.shared.zone_servers import answers_for_others
from bot.domains.values import Finding, Status

_MANY = 3
"""Checks that got no answer: of fewer, the domain's own servers are the likelier cause."""
_SPENT = Outcome.BUDGET.upper()


@dataclass(slots=True)
class OwnTrouble:
    """Of one check of a domain; those names are asked for once."""

    resolver: SharedResolver
    domain: str
    asked: asyncio.Task[bool] | None = field(default=None, init=False)
    """The question about those names; None while nothing gave cause for it."""

    async def before(self, first: "asyncio.Task[list[Answer]]") -> bool:
        """Whether the domain's first answers, late or failed ones, all fail for our own fault."""
        if not first.done():
            self._ask()
        outcomes = {answer.outcome for answer in await first}
        return not any(outcome.known for outcome in outcomes) and Outcome.BUDGET not in outcomes and await self._ask()

    async def among(self, findings: Iterable[Finding]) -> bool:
        """Whether several checks got no answer for our own fault."""
        checks = {finding.check for finding in findings if _unanswered(finding)}
        return len(checks) >= _MANY and await self._ask()

    def _ask(self) -> "asyncio.Task[bool]":
        if self.asked is None:
            self.asked = asyncio.create_task(self._silent())
        return self.asked

    async def _silent(self) -> bool:
        view = self.resolver.for_check(fresh=True)
        try:
            return not await answers_for_others(view, self.domain)
        finally:
            view.close()

    async def close(self) -> None:
        """Ends the question that nobody waits for any more."""
        if self.asked is not None:
            self.asked.cancel()
            await asyncio.gather(self.asked, return_exceptions=True)


def _unanswered(finding: Finding) -> bool:
    """Whether it says that a question got no answer, for another reason than a spent budget."""
    faults = [str(fact.value) for fact in finding.facts if fact.name == "fault"]
    return finding.status is Status.UNKNOWN and bool(faults) and not faults[0].startswith(_SPENT)


def as_our_trouble(findings: Iterable[Finding]) -> list[Finding]:
    """The one sentence, in place of all that could not be determined."""
    return [domain.CHECK.found("domain-unasked"), *(each for each in findings if each.status is not Status.UNKNOWN)]

"""Whether a change of records has spread."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.cases.answering.subjects.about_watch import about, of_domain
from bot.cases.answering.turns import once, one_step
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.watching import SpreadAnswer
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import Question


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Of the question's domain or the case's. A domain that is not the case's becomes it; so do the selectors named."""
    domain = about(case, question)
    if isinstance(domain, RefusalAnswer):
        missing = domain.reason is Refusal.WHICH_DOMAIN
        return one_step(case, RefusalAnswer(Refusal.WHICH_DOMAIN_SPREAD) if missing else domain)
    after = of_domain(case, domain)
    selectors = tuple(dict.fromkeys((*(question.detail or "").split(), *after.selectors)))
    return once(_spread(replace(after, selectors=selectors), domain, selectors, desk))


async def _spread(case: Case, domain: str, selectors: Sequence[str], desk: Desk) -> Step:
    return case, SpreadAnswer(await desk.checker.spread(domain, selectors))

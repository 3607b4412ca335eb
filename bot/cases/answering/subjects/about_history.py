"""What a domain's checks found over time, and the page that shows a whole report to somebody outside."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.answering.subjects import about_domain
from bot.cases.answering.subjects.about_watch import about, of_domain
from bot.cases.answering.turns import once, one_step
from bot.cases.over_time.changes import memory
from bot.cases.values.answers.kinds import DomainAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.watching import HistoryAnswer, ReportLinkAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import Intent, Question


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """`HISTORY` or `REPORT`, of the question's domain or the case's. A domain that is not the case's becomes it.

    A report is in its reader's language: the question's `detail`, else the case's own.
    """
    domain = about(case, question)
    if isinstance(domain, RefusalAnswer):
        return one_step(case, domain)
    after = of_domain(case, domain)
    if question.intent is Intent.HISTORY:
        return once(_history(after, domain, desk))
    language = question.detail if question.detail in desk.languages else case.language
    return _report(after, domain, language, desk)


async def _history(case: Case, domain: str, desk: Desk) -> Step:
    if desk.history is None:
        return case, RefusalAnswer(Refusal.NOT_HERE)
    stretches = tuple(await desk.history.of(domain))
    return case, HistoryAnswer(domain, stretches) if stretches else RefusalAnswer(Refusal.NO_HISTORY)


async def _report(case: Case, domain: str, language: str, desk: Desk) -> AsyncIterator[Step]:
    """The reader is to see the domain's current state, so it is checked first."""
    if desk.links is None:
        yield case, RefusalAnswer(Refusal.NO_PAGES)
        return
    async for report in desk.checker.check(domain, about_domain.options(case, desk)):
        if report.done:
            link = await desk.links.link(report, language)
            after = replace(case, last_check=memory(report)) if case.topic is Topic.DOMAIN else case
            yield after, ReportLinkAnswer(domain, link.url, link.until, language)
        else:
            yield case, DomainAnswer(report, desk.supported_provider)

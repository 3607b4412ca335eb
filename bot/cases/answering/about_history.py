"""What a domain's checks found over time, and the page that shows a whole report to somebody outside."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.answering import about_domain
from bot.cases.answering.about_watch import about, of_domain
from bot.cases.over_time.changes import memory
from bot.cases.values.answers.kinds import Answer, DomainAnswer, Refusal, RefusalAnswer
from bot.cases.values.answers.watching import HistoryAnswer, ReportLinkAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk
from bot.cases.values.questions import Intent, Question


async def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[tuple[Case, Answer]]:
    """`HISTORY` or `REPORT`, of the question's domain or the case's. A domain that is not the case's becomes it.

    A report is in its reader's language: the question's `detail`, else the case's own.
    """
    domain = about(case, question)
    if isinstance(domain, RefusalAnswer):
        yield case, domain
        return
    then = of_domain(case, domain)
    if question.intent is Intent.HISTORY:
        yield then, await _history(domain, desk)
        return
    language = question.detail if question.detail in desk.languages else case.language
    async for step in _report(then, domain, language, desk):
        yield step


async def _history(domain: str, desk: Desk) -> HistoryAnswer | RefusalAnswer:
    if desk.history is None:
        return RefusalAnswer(Refusal.NOT_HERE)
    stretches = tuple(await desk.history.of(domain))
    return HistoryAnswer(domain, stretches) if stretches else RefusalAnswer(Refusal.NO_HISTORY)


async def _report(case: Case, domain: str, language: str, desk: Desk) -> AsyncIterator[tuple[Case, Answer]]:
    """What the reader sees is how the domain stands now, so it is checked first."""
    if desk.links is None:
        yield case, RefusalAnswer(Refusal.NO_PAGES)
        return
    async for report in desk.checker.check(domain, about_domain.options(case, desk)):
        if report.done:
            link = await desk.links.link(report, language)
            then = replace(case, last_check=memory(report)) if case.topic is Topic.DOMAIN else case
            yield then, ReportLinkAnswer(domain, link.url, link.until, language)
        else:
            yield case, DomainAnswer(report, desk.supported_provider)

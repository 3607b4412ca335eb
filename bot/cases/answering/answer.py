"""Answers every kind of question: those that open a case, and those that follow in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from bot.cases.answering.checklist import cause, checklist, checks
from bot.cases.answering.subjects import (
    about_bounce,
    about_code,
    about_domain,
    about_further,
    about_history,
    about_mail,
    about_spread,
    about_watch,
)
from bot.cases.answering.turns import once, one_step, one_turn, turns_of
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    ChecklistAnswer,
    ComparisonAnswer,
    LanguageAnswer,
    LimitsAnswer,
    ThanksAnswer,
)
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import HelpAnswer
from bot.cases.values.asked import Answerable, Bounce, DeliveredMail, Domains, Ticked
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step, Turn
from bot.cases.values.questions import Intent, Question, is_code
from bot.cases.values.typed import Refused, Typed
from bot.domains.engine.registry import of_missing
from bot.domains.values import Report

_Way = Callable[[Case, Question, Desk], AsyncIterator[Step]]


def answer(request: Answerable, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """Answers any question. If there are several turns, each replaces the one before."""
    if isinstance(request, Typed | Refused):
        return one_turn(request, case, desk)
    return turns_of(_steps(request, case, desk), desk)


def _steps(
    request: Domains | Bounce | DeliveredMail | Ticked | Question, case: Case, desk: Desk
) -> AsyncIterator[Step]:
    match request:
        case Domains():
            return _domains(request, case, desk)
        case Bounce():
            return about_bounce.first_reading(case, request.reading, desk)
        case DeliveredMail():
            return about_mail.first_reading(case, request.reading, desk)
        case Ticked():
            return _follow_up(replace(case, ticked=request.ticked), Question(Intent.CHECKLIST), desk)
        case Question():
            return _follow_up(case, request, desk)


def _domains(request: Domains, case: Case, desk: Desk) -> AsyncIterator[Step]:
    about = replace(case, sender_ip=request.sender_ip, selectors=request.selectors)
    if len(request.domains) == 1:
        return about_domain.first_check(about, request.domains[0], desk)
    return _compared(request.domains, about, desk)


async def _compared(domains: tuple[str, ...], case: Case, desk: Desk) -> AsyncIterator[Step]:
    yield case, ComparisonAnswer(tuple(Report(domain, (), pending=of_missing()) for domain in domains))
    reports = await asyncio.gather(*(about_domain.whole(case, domain, desk) for domain in domains))
    yield replace(case, topic=Topic.DOMAIN, domain=domains[0]), ComparisonAnswer(tuple(reports))


def _follow_up(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """One question about a case: its intent, then the subject of its case, decide which module answers it."""
    return _way(case, question)(case, question, desk)


def _way(case: Case, question: Question) -> _Way:
    if case.topic is Topic.MAIL and about_mail.answers(case, question):
        return about_mail.answer
    if question.intent in _ALWAYS:
        return _ALWAYS[question.intent]
    if question.intent is Intent.CODE or is_code(question.subject):
        return about_code.answer
    if _of_bounce_alone(case, question):
        return about_bounce.answer
    if question.intent is Intent.CHECK or case.topic is Topic.DOMAIN or _of_check(question) or _lives(case, question):
        return about_domain.answer
    return {Topic.CODE: about_code.answer, Topic.BOUNCE: about_bounce.answer}.get(case.topic, _nothing_yet)


def _of_check(question: Question) -> bool:
    """Whether the question's subject is a check; a letter's is a language."""
    return bool(question.subject) and question.intent is not Intent.CUSTOMER


def _of_bounce_alone(case: Case, question: Question) -> bool:
    """Whether the question is how to fix a bounce that names no domain: its own advice says more than a check's."""
    return case.topic is Topic.BOUNCE and case.domain is None and question.intent is Intent.FIX


def _lives(case: Case, question: Question) -> bool:
    """Whether the question is about the current state of the domain, although the case began with a code."""
    return bool(case.domain) and case.topic is Topic.CODE and question.intent in (Intent.RECHECK, Intent.CHANGES)


def _language(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Changes the thread's language, and gives the clicked message, or the last answer, again in that language."""
    others = [language for language in desk.languages if language != case.language]
    language = question.subject if question.subject in desk.languages else next(iter(others), case.language)
    translated = replace(case, language=language)
    if question.detail is not None:
        return once(_again(translated, Question.parse(question.detail), desk))
    if case.topic is Topic.NOTHING:
        return one_step(translated, LanguageAnswer(language))
    return _follow_up(translated, Question(Intent.EXPLAIN, case.spoken_of), desk)


async def _again(case: Case, question: Question, desk: Desk) -> Step:
    """The last step of an earlier answer. The thread keeps its current subject."""
    bounce = question.intent is Intent.EXPLAIN and case.reading is not None
    about = replace(case, topic=Topic.BOUNCE, spoken_of=None) if bounce else case
    last: AnyAnswer = RefusalAnswer(Refusal.NO_SUBJECT)
    async for _, answer in _follow_up(about, question, desk):
        last = answer
    return case, last


def _limits(case: Case, _question: Question, _desk: Desk) -> AsyncIterator[Step]:
    return one_step(case, LimitsAnswer())


def _thanks(case: Case, _question: Question, _desk: Desk) -> AsyncIterator[Step]:
    return one_step(case, ThanksAnswer())


def _help(case: Case, _question: Question, _desk: Desk) -> AsyncIterator[Step]:
    return one_step(case, HelpAnswer())


def _unknown(case: Case, _question: Question, _desk: Desk) -> AsyncIterator[Step]:
    return one_step(case, RefusalAnswer(Refusal.OUT_OF_SCOPE))


def _checklist(case: Case, _question: Question, desk: Desk) -> AsyncIterator[Step]:
    return once(_filled_checklist(case, desk))


async def _filled_checklist(case: Case, desk: Desk) -> Step:
    """The checklist with the bot's own answers looked up now; the other questions only the customer can answer."""
    report = await about_domain.whole(case, case.domain, desk, *checks()) if case.domain else None
    of_code = about_code.spoken_of(case, desk) if case.topic is Topic.CODE else None
    items = checklist(report, case.ticked, of_code.exact.entry if of_code else None)
    return case, ChecklistAnswer(case.domain, items, cause(report), of_code)


def _nothing_yet(case: Case, _question: Question, _desk: Desk) -> AsyncIterator[Step]:
    return one_step(case, RefusalAnswer(Refusal.NO_SUBJECT))


_ALWAYS: dict[Intent, _Way] = {
    Intent.LANGUAGE: _language,
    Intent.LIMITS: _limits,
    Intent.CHECKLIST: _checklist,
    Intent.PATH: _nothing_yet,
    Intent.FORGED: _nothing_yet,
    Intent.THANKS: _thanks,
    Intent.HELP: _help,
    Intent.UNKNOWN: _unknown,
    Intent.PLAIN: about_further.answer,
    Intent.SHORTER: about_further.answer,
    Intent.WHY: about_further.answer,
    Intent.SPAM: about_further.answer,
    Intent.SAFE: about_further.answer,
    Intent.OURS: about_further.answer,
    Intent.REPEATS: about_further.answer,
    Intent.DENIED: about_further.answer,
    Intent.STILL: about_further.answer,
    Intent.WATCH: about_watch.answer,
    Intent.UNWATCH: about_watch.answer,
    Intent.WATCHES: about_watch.answer,
    Intent.HISTORY: about_history.answer,
    Intent.REPORT: about_history.answer,
    Intent.SPREAD: about_spread.answer,
}

"""The few questions that are likeliest after an answer: its buttons."""

from bot.cases.values.answers.changes import ChangesAnswer
from bot.cases.values.answers.fixes import CodeFixAnswer, FixAnswer
from bot.cases.values.answers.further import (
    DeniedAnswer,
    OursAnswer,
    PlainAnswer,
    RepeatsAnswer,
    SafeAnswer,
    SpamAnswer,
    StillAnswer,
    WhyAnswer,
)
from bot.cases.values.answers.kinds import (
    Answer,
    BounceAnswer,
    CheckAnswer,
    ChecklistAnswer,
    CodeAnswer,
    CodeListAnswer,
    ComparisonAnswer,
    DomainAnswer,
    GreetingAnswer,
    HelpAnswer,
    LanguageAnswer,
    LimitsAnswer,
    RecordsAnswer,
    RefusalAnswer,
    RetryAnswer,
    ThanksAnswer,
    WhoAnswer,
)
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.cases.values.answers.watching import (
    HistoryAnswer,
    ReportLinkAnswer,
    SpreadAnswer,
    UnwatchAnswer,
    WatchAnswer,
    WatchesAnswer,
    WatchNewsAnswer,
)
from bot.cases.values.case import Case, Topic
from bot.cases.values.investigation import Investigation
from bot.cases.values.questions import Intent, Question
from bot.domains.values import Finding, Status

_Q = Question
_CUSTOMER = _Q(Intent.CUSTOMER)
_RECHECK = _Q(Intent.RECHECK)
_WATCH = _Q(Intent.WATCH)
_UNWATCH = _Q(Intent.UNWATCH)
_HISTORY = _Q(Intent.HISTORY)
_SPREAD = _Q(Intent.SPREAD)
_MOST = 3
"""Questions offered besides the other language."""


def next_questions(answer: Answer, case: Case, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """The likeliest first. Answers to a whole case also offer the other languages."""
    then = tuple(_Q(Intent.LANGUAGE, language) for language in languages if language != case.language)
    match answer:
        case BounceAnswer(diagnosis=diagnosis, checking=False, investigation=investigation) if diagnosis:
            return (*_of_bounce(investigation), *then)
        case DomainAnswer(report, full=full) if report.done:
            worst = _worst(report.findings)
            shown = () if full else (_Q(Intent.EXPLAIN, "all"),)
            mend = _Q(Intent.FIX, worst.check) if worst else _Q(Intent.SHOW)
            return (*shown, mend, _CUSTOMER, *((_RECHECK,) if full else ()), _WATCH, *then)
        case CodeAnswer():
            return (*_of_code(answer), *then)
        case GreetingAnswer():
            return (_Q(Intent.CHECK), _Q(Intent.CODE, "550 5.7.1"), _Q(Intent.CHECKLIST))
        case WatchNewsAnswer(worse=worse):
            broken = _worst(tuple(change.finding for change in worse))
            return (*((_Q(Intent.FIX, broken.check),) if broken else ()), _CUSTOMER, _RECHECK, _UNWATCH)
        case _:
            return (_of_watching(answer) or _of_further(answer, case) or _others(answer, case))[:_MOST]


def _of_watching(answer: Answer) -> tuple[Question, ...]:
    match answer:
        case WatchAnswer(report=report):
            worst = _worst(report.findings)
            mend = _Q(Intent.FIX, worst.check) if worst else _Q(Intent.EXPLAIN, "all")
            return (mend, _HISTORY, _UNWATCH)
        case UnwatchAnswer(was=was):
            return (_WATCH, _Q(Intent.WATCHES)) if was else (_Q(Intent.WATCHES), _WATCH)
        case WatchesAnswer(watched):
            states = {one.watch.domain: one.worst.rank for one in watched if one.worst is not None}
            bad = sorted((-rank, domain) for domain, rank in states.items() if rank >= Status.WARNING.rank)
            return (*(_Q(Intent.CHECK, domain) for _, domain in bad[: _MOST - 1]), _Q(Intent.HELP))
        case HistoryAnswer():
            return (_RECHECK, _Q(Intent.REPORT), _WATCH)
        case ReportLinkAnswer():
            return (_HISTORY, _CUSTOMER, _WATCH)
        case SpreadAnswer():
            return (_SPREAD, _RECHECK, _WATCH)
        case DmarcReportAnswer(domain, findings=findings, checking=False) if domain:
            return (*(_Q(Intent.FIX, one.check) for one in findings[:1]), _Q(Intent.EXPLAIN, "all"), _WATCH)
        case FailureReportAnswer(domain, checking=False) | TlsReportAnswer(domain) if domain:
            return (_Q(Intent.EXPLAIN, "all"), _WATCH)
        case _:
            return ()


def _of_further(answer: Answer, case: Case) -> tuple[Question, ...]:
    match answer:
        case SpamAnswer(wrong=(worst, *_)):
            return (_Q(Intent.FIX, worst.check), _CUSTOMER, _RECHECK)
        case SafeAnswer(proposed=(first, *_)):
            return (_Q(Intent.FIX, first.finding.check), _RECHECK, _CUSTOMER)
        case OursAnswer(finding=found) if found is not None:
            return (_RECHECK, _CUSTOMER)
        case WhyAnswer() | PlainAnswer():
            return (_Q(Intent.FIX), _CUSTOMER) if case.topic is not Topic.NOTHING else (_Q(Intent.HELP),)
        case RepeatsAnswer() | StillAnswer():
            return (_CUSTOMER, _Q(Intent.CHECKLIST))
        case DeniedAnswer():
            return (_CUSTOMER, _Q(Intent.LIMITS))
        case SpamAnswer() | SafeAnswer() | OursAnswer():
            return (*_of_topic(case), _Q(Intent.HELP))
        case _:
            return ()


def _of_bounce(investigation: Investigation | None) -> tuple[Question, ...]:
    if investigation is not None and investigation.root is not None:
        return (_Q(Intent.FIX), _CUSTOMER, _RECHECK)
    return (_Q(Intent.FIX), _CUSTOMER, _Q(Intent.RETRY))


def _of_code(answer: CodeAnswer) -> tuple[Question, ...]:
    known = answer.explanation.entry and answer.explanation.first in "45"
    return (_CUSTOMER, _Q(Intent.CHECKLIST)) if known else (_Q(Intent.HELP),)


def _others(answer: Answer, case: Case) -> tuple[Question, ...]:
    match answer:
        case CheckAnswer(domain, check) if domain:
            return (_Q(Intent.FIX, check), _Q(Intent.SHOW, check), _RECHECK)
        case RecordsAnswer(_, check):
            return (_Q(Intent.EXPLAIN, check or "all"), _RECHECK)
        case FixAnswer():
            return (_RECHECK, _CUSTOMER, _SPREAD)
        case CodeFixAnswer() | WhoAnswer() | RetryAnswer():
            return (_CUSTOMER, _Q(Intent.CHECKLIST))
        case ChangesAnswer(new=new, same=same, solved=solved):
            worst = _worst((*new, *same))
            mend = (_Q(Intent.FIX, worst.check),) if worst and case.topic is Topic.DOMAIN else (_Q(Intent.FIX),)
            return (_CUSTOMER,) if solved or not worst else (*mend, _RECHECK, _CUSTOMER)
        case CheckAnswer() | BounceAnswer(diagnosis=None) | CodeListAnswer(entries=()):
            return (_Q(Intent.HELP),)
        case CodeListAnswer(entries=entries):
            return tuple(_Q(Intent.CODE, entry.code) for entry in entries)
        case ComparisonAnswer(reports) if all(report.done for report in reports):
            return tuple(_Q(Intent.CHECK, report.domain) for report in reports)
        case ChecklistAnswer() | LimitsAnswer() if case.topic is not Topic.NOTHING:
            return (_CUSTOMER, _Q(Intent.HELP))
        case RefusalAnswer() | ThanksAnswer() | LanguageAnswer() | ChecklistAnswer() | LimitsAnswer():
            return (*_of_topic(case), _Q(Intent.HELP))
        case HelpAnswer():
            return (_Q(Intent.CHECKLIST), _Q(Intent.LIMITS))
        case _:
            return ()


def _worst(findings: tuple[Finding, ...]) -> Finding | None:
    bad = [finding for finding in findings if finding.status.rank >= Status.WARNING.rank]
    return max(bad, key=lambda finding: finding.status.rank, default=None)


def _of_topic(case: Case) -> tuple[Question, ...]:
    if case.topic is Topic.DOMAIN and case.domain:
        return (_Q(Intent.EXPLAIN, "all"), _RECHECK)
    if case.topic in (Topic.CODE, Topic.BOUNCE):
        return (_Q(Intent.FIX), _CUSTOMER)
    return ()

"""The buttons under an answer: the few most likely next questions."""

from collections.abc import Iterable

from bot.cases.root_cause.investigate import lacks_domain
from bot.cases.values.answers.changes import ChangesAnswer
from bot.cases.values.answers.checked import ChecksAnswer, OptionalAnswer
from bot.cases.values.answers.fixes import CodeFixAnswer, FixAnswer
from bot.cases.values.answers.further import (
    DeniedAnswer,
    OursAnswer,
    PlainAnswer,
    RepeatsAnswer,
    SafeAnswer,
    ShorterAnswer,
    SpamAnswer,
    StillAnswer,
    WhyAnswer,
)
from bot.cases.values.answers.kinds import (
    AnyAnswer,
    BounceAnswer,
    CheckAnswer,
    ChecklistAnswer,
    ComparisonAnswer,
    DomainAnswer,
    LanguageAnswer,
    LimitsAnswer,
    RecordsAnswer,
    RetryAnswer,
    ThanksAnswer,
    WhoAnswer,
)
from bot.cases.values.answers.mails import AnswerPart, MailAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.cases.values.answers.typed import CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
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
from bot.cases.values.questions import ALL, OPTIONAL, Intent, Question
from bot.codes.values import Diagnosis
from bot.domains.engine.verdict import DomainVerdict, verdict, worst_first
from bot.domains.values import Finding, Status

_Q = Question
_CUSTOMER = _Q(Intent.CUSTOMER)
_RECHECK = _Q(Intent.RECHECK)
_WATCH = _Q(Intent.WATCH)
_UNWATCH = _Q(Intent.UNWATCH)
_HISTORY = _Q(Intent.HISTORY)
_SPREAD = _Q(Intent.SPREAD)
SHOWN = 2
"""How many findings a domain's first answer shows."""
_LACKS_DOMAIN = (
    Refusal.NO_DOMAIN, Refusal.NOT_A_DOMAIN, Refusal.NO_SUBJECT, Refusal.WHICH_DOMAIN, Refusal.WHICH_DOMAIN_SPREAD,
)  # fmt: skip
_MOST = 3
"""Questions offered besides the other language."""


def next_questions(answer: AnyAnswer, case: Case, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """The likeliest first. Other languages, and what else a first answer leaves out, are behind its menu."""
    match answer:
        case BounceAnswer(diagnosis=diagnosis, checking=False, investigation=investigation) if diagnosis:
            return _of_bounce(diagnosis, investigation)
        case DomainAnswer(report) if report.done:
            return _of_domain(answer)
        case CodeAnswer():
            return _of_code(answer)
        case MailAnswer(part=AnswerPart.WHOLE, checking=False):
            return (_Q(Intent.FIX), _Q(Intent.PATH), _CUSTOMER)
        case GreetingAnswer():
            return (_Q(Intent.CHECK), _Q(Intent.CODE, "550 5.7.1"), _Q(Intent.CHECKLIST))
        case WatchNewsAnswer(worse=worse):
            broken = _worst(tuple(change.finding for change in worse))
            return (*((_Q(Intent.FIX, broken.check),) if broken else ()), _CUSTOMER, _RECHECK, _UNWATCH)
        case _:
            offered = _of_checks(answer) or _of_watching(answer) or _of_further(answer, case) or _others(answer, case)
            return offered[:_MOST]


def further_questions(answer: AnyAnswer, case: Case, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """Those behind a menu: what a first answer leaves out, the other languages, and of all checks each in full."""
    other_languages = _in_another_language(answer, case, languages)
    match answer:
        case DomainAnswer(report) if report.done:
            judgement = verdict(report)
            rest = _optional(judgement) if len(judgement.wrong) > SHOWN else _in_full(judgement.wrong)
            return (_Q(Intent.EXPLAIN, ALL), *rest, _WATCH, *other_languages)
        case BounceAnswer(diagnosis=diagnosis, checking=False) if diagnosis:
            return (_Q(Intent.WHY), _Q(Intent.PLAIN), *other_languages)
        case CodeAnswer():
            return (_Q(Intent.WHY), _Q(Intent.PLAIN), *other_languages)
        case MailAnswer(part=AnswerPart.WHOLE, checking=False):
            return (_Q(Intent.FORGED), _Q(Intent.WHO), *other_languages)
        case ChecksAnswer() | OptionalAnswer():
            return _in_full(answer.findings)
        case _:
            return ()


def _in_full(findings: Iterable[Finding]) -> tuple[Question, ...]:
    return tuple(_Q(Intent.EXPLAIN, check) for check in dict.fromkeys(finding.check for finding in findings))


def _in_another_language(answer: AnyAnswer, case: Case, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """One button for each other language; it repeats the question in that language."""
    match answer:
        case DomainAnswer(report):
            again = str(_Q(Intent.CHECK, report.domain))
        case CodeAnswer(explanation):
            again = str(_Q(Intent.CODE, explanation.codes))
        case _:
            again = str(_Q(Intent.EXPLAIN))
    return tuple(_Q(Intent.LANGUAGE, language, again) for language in languages if language != case.language)


def _of_domain(answer: DomainAnswer) -> tuple[Question, ...]:
    """Buttons for what a domain's first answer leaves out."""
    judgement = verdict(answer.report)
    several = len(judgement.wrong) > SHOWN
    rest = (_Q(Intent.FIX, ALL, str(len(judgement.wrong))),) if several else ()
    optional = () if several else _optional(judgement)
    unexplained = answer.relation is not None and answer.relation.root is None
    ask = (_Q(Intent.CHECKLIST),) if judgement.asks or (unexplained and not judgement.declined) else ()
    return (*rest, *ask, _CUSTOMER, _RECHECK, *optional)


def _optional(judgement: DomainVerdict) -> tuple[Question, ...]:
    return (_Q(Intent.EXPLAIN, OPTIONAL, str(len(judgement.optional))),) if judgement.optional else ()


def _of_checks(answer: AnyAnswer) -> tuple[Question, ...]:
    match answer:
        case CheckAnswer(domain, check, findings) if domain:
            own = [finding for finding in findings if finding.check == check]
            mend = (_Q(Intent.FIX, check),) if _worst(own) else ()
            show = (_Q(Intent.SHOW, check),) if any(finding.evidence for finding in own) else ()
            return (*mend, *show, _RECHECK)
        case ChecksAnswer() | OptionalAnswer():
            return (_Q(Intent.SHOW), _CUSTOMER, _RECHECK)
        case RecordsAnswer(_, check):
            return (_Q(Intent.EXPLAIN, check or ALL), _RECHECK)
        case _:
            return ()


def _of_watching(answer: AnyAnswer) -> tuple[Question, ...]:
    match answer:
        case MailAnswer(checking=False):
            return (_CUSTOMER, _Q(Intent.EXPLAIN), _RECHECK)
        case WatchAnswer(report=report):
            worst = _worst(report.findings)
            mend = _Q(Intent.FIX, worst.check) if worst else _Q(Intent.EXPLAIN, ALL)
            return (mend, _HISTORY, _UNWATCH)
        case UnwatchAnswer(was=was):
            return (_WATCH, _Q(Intent.WATCHES)) if was else (_Q(Intent.WATCHES), _WATCH)
        case WatchesAnswer(watched):
            states = {entry.watch.domain: entry.worst.rank for entry in watched if entry.worst is not None}
            bad = sorted((-rank, domain) for domain, rank in states.items() if rank >= Status.WARNING.rank)
            return (*(_Q(Intent.CHECK, domain) for _, domain in bad[: _MOST - 1]), _Q(Intent.HELP))
        case HistoryAnswer():
            return (_RECHECK, _Q(Intent.REPORT), _WATCH)
        case ReportLinkAnswer():
            return (_HISTORY, _CUSTOMER, _WATCH)
        case SpreadAnswer():
            return (_SPREAD, _RECHECK, _WATCH)
        case DmarcReportAnswer(domain, findings=findings, checking=False) if domain:
            return (*(_Q(Intent.FIX, finding.check) for finding in findings[:1]), _Q(Intent.EXPLAIN, ALL), _WATCH)
        case FailureReportAnswer(domain, checking=False) | TlsReportAnswer(domain) if domain:
            return (_Q(Intent.EXPLAIN, ALL), _WATCH)
        case _:
            return ()


def _of_further(answer: AnyAnswer, case: Case) -> tuple[Question, ...]:
    match answer:
        case SpamAnswer(wrong=(worst, *_)):
            return (_Q(Intent.FIX, worst.check), _CUSTOMER, _RECHECK)
        case SafeAnswer(proposed=(first, *_)):
            return (_Q(Intent.FIX, first.finding.check), _RECHECK, _CUSTOMER)
        case OursAnswer(finding=finding) if finding is not None:
            return (_RECHECK, _CUSTOMER)
        case WhyAnswer() | PlainAnswer() | ShorterAnswer():
            return (_Q(Intent.FIX), _CUSTOMER) if case.topic is not Topic.NOTHING else (_Q(Intent.HELP),)
        case RepeatsAnswer() | StillAnswer():
            return (_CUSTOMER, _Q(Intent.CHECKLIST))
        case DeniedAnswer():
            return (_CUSTOMER, _Q(Intent.LIMITS))
        case SpamAnswer() | SafeAnswer() | OursAnswer():
            return (*_of_topic(case), _Q(Intent.HELP))
        case _:
            return ()


def _of_bounce(diagnosis: Diagnosis, investigation: Investigation | None) -> tuple[Question, ...]:
    if lacks_domain(diagnosis):
        return (_Q(Intent.CHECK), _Q(Intent.FIX), _CUSTOMER)
    if investigation is not None and investigation.root is not None:
        return (_Q(Intent.FIX), _CUSTOMER, _RECHECK)
    return (_Q(Intent.FIX), _CUSTOMER, _Q(Intent.RETRY))


def _of_code(answer: CodeAnswer) -> tuple[Question, ...]:
    known = answer.explanation.entry and answer.explanation.first in "45"
    return (_CUSTOMER, _Q(Intent.CHECKLIST)) if known else (_Q(Intent.HELP),)


def _others(answer: AnyAnswer, case: Case) -> tuple[Question, ...]:
    match answer:
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
            return tuple(_Q(Intent.CHECK, report.domain) for report in worst_first(reports))
        case ChecklistAnswer() | LimitsAnswer() if case.topic is not Topic.NOTHING:
            return (_CUSTOMER, _Q(Intent.HELP))
        case RefusalAnswer(reason) if reason in _LACKS_DOMAIN and case.domain is None:
            return (_Q(Intent.CHECK), _Q(Intent.HELP))
        case RefusalAnswer() | ThanksAnswer() | LanguageAnswer() | ChecklistAnswer() | LimitsAnswer():
            return (*_of_topic(case), _Q(Intent.HELP))
        case HelpAnswer():
            return (_Q(Intent.CHECKLIST), _Q(Intent.LIMITS))
        case _:
            return ()


def _worst(findings: Iterable[Finding]) -> Finding | None:
    bad = [finding for finding in findings if finding.status.rank >= Status.WARNING.rank]
    return max(bad, key=lambda finding: finding.status.rank, default=None)


def _of_topic(case: Case) -> tuple[Question, ...]:
    if case.topic is Topic.DOMAIN and case.domain:
        return (_Q(Intent.EXPLAIN, ALL), _RECHECK)
    if case.topic in (Topic.CODE, Topic.BOUNCE, Topic.MAIL):
        return (_Q(Intent.FIX), _CUSTOMER)
    return ()

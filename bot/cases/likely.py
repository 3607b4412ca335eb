"""The two or three questions that are likeliest after an answer: its buttons."""

from bot.cases.answers import (
    Answer,
    BounceAnswer,
    ChangesAnswer,
    CheckAnswer,
    ChecklistAnswer,
    CodeAnswer,
    CodeFixAnswer,
    CustomerAnswer,
    DomainAnswer,
    FixAnswer,
    HelpAnswer,
    LimitsAnswer,
    RecordsAnswer,
    RefusalAnswer,
    RetryAnswer,
    ThanksAnswer,
    WhoAnswer,
)
from bot.cases.case import Case, Topic
from bot.cases.questions import Intent, Question
from bot.domains.values import Finding, Status

_Q = Question
_CUSTOMER = _Q(Intent.CUSTOMER)
_RECHECK = _Q(Intent.RECHECK)


def likely(answer: Answer, case: Case, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """In the order of likelihood. Answers to a whole case also offer the other languages."""
    then = tuple(_Q(Intent.LANGUAGE, language) for language in languages if language != case.language)
    match answer:
        case CodeAnswer(explanation) if explanation.entry and explanation.first in "45":
            return (_CUSTOMER, _Q(Intent.CHECKLIST), *then)
        case CodeAnswer():
            return (_Q(Intent.HELP), *then)
        case BounceAnswer(diagnosis=diagnosis, investigation=investigation) if diagnosis:
            root = investigation.root if investigation else None
            return (_Q(Intent.FIX, root.check if root else None), _CUSTOMER, _Q(Intent.RETRY), *then)
        case DomainAnswer(report, full=full) if report.done:
            worst = _worst(report.findings)
            shown = () if full else (_Q(Intent.EXPLAIN, "all"),)
            fix = (_Q(Intent.FIX, worst.check),) if worst else ()
            return (*shown, _Q(Intent.SHOW), *fix, _RECHECK, _CUSTOMER, *then)
        case CheckAnswer(domain, check) if domain:
            return (_Q(Intent.FIX, check), _Q(Intent.SHOW, check), _RECHECK)
        case RecordsAnswer(_, check):
            return (_Q(Intent.EXPLAIN, check or "all"), _RECHECK)
        case FixAnswer():
            return (_RECHECK, _CUSTOMER)
        case CodeFixAnswer() | WhoAnswer() | RetryAnswer():
            return (_CUSTOMER, _Q(Intent.CHECKLIST))
        case ChangesAnswer(_, _, new, same):
            worst = _worst((*new, *same))
            return (*((_Q(Intent.FIX, worst.check),) if worst else ()), _CUSTOMER)
        case ChecklistAnswer() | LimitsAnswer():
            return (_CUSTOMER,) if case.topic is not Topic.NOTHING else (_Q(Intent.HELP),)
        case RefusalAnswer() | ThanksAnswer():
            return (*_of_topic(case), _Q(Intent.HELP))
        case HelpAnswer() | CustomerAnswer() | _:
            return ()


def _worst(findings: tuple[Finding, ...]) -> Finding | None:
    bad = [finding for finding in findings if finding.status.rank >= Status.WARNING.rank]
    return max(bad, key=lambda finding: finding.status.rank, default=None)


def _of_topic(case: Case) -> tuple[Question, ...]:
    if case.domain:
        return (_Q(Intent.EXPLAIN, "all"), _RECHECK)
    if case.topic in (Topic.CODE, Topic.BOUNCE):
        return (_Q(Intent.FIX), _CUSTOMER)
    return ()

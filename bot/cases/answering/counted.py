"""What an answer adds to the workspace's weekly statistics, and what a vote on it counts for."""

from bot.cases.answering.next_questions import SHOWN
from bot.cases.values.answers.kinds import Answer, BounceAnswer, CheckAnswer, CodeAnswer, DomainAnswer
from bot.cases.values.case import Case
from bot.cases.values.votes import Counted, CountedKind, Judged, JudgedKind
from bot.codes.bounces.chief import chief
from bot.domains.engine.verdict import verdict
from bot.domains.values import Finding, Status


def counted(before: Case, after: Case) -> tuple[Counted, ...]:
    """The codes and causes that are new in the case. A follow-up about the same code or bounce is not counted again."""
    counts: list[Counted] = []
    if after.code and after.code != before.code:
        counts.append(Counted(CountedKind.CODE, after.code))
    if after.reading is not None and after.reading != before.reading and (diagnosis := chief(after.reading)):
        counts.append(Counted(CountedKind.CAUSE, diagnosis.cause))
        if code := " ".join(filter(None, (diagnosis.reply_code, diagnosis.status))):
            counts.append(Counted(CountedKind.CODE, code))
    return tuple(counts)


def judged(answer: Answer) -> tuple[Judged, ...]:
    """What a vote on this answer is for or against; empty for an answer that is not voted on, or not whole yet."""
    match answer:
        case CodeAnswer(explanation):
            return (Judged(JudgedKind.CODE, explanation.codes),)
        case BounceAnswer(diagnosis=diagnosis, investigation=investigation, checking=False) if diagnosis is not None:
            root = investigation.root if investigation is not None else None
            rule = Judged(JudgedKind.RULE, diagnosis.rule or f"{diagnosis.confidence}/{diagnosis.cause}")
            return (rule, *(Judged(JudgedKind.FINDING, finding.code) for finding in (root,) if finding is not None))
        case DomainAnswer(report=report) if report.done:
            return _of_findings(verdict(report).wrong[:SHOWN] or report.findings)
        case CheckAnswer(check=check, findings=findings):
            return _of_findings(tuple(finding for finding in findings if finding.check == check))
        case _:
            return ()


def _of_findings(findings: tuple[Finding, ...]) -> tuple[Judged, ...]:
    """The findings that the answer shows: the problems, or the good findings if there are no problems."""
    wrong = [finding for finding in findings if finding.status is not Status.OK]
    return tuple(
        Judged(JudgedKind.FINDING, code) for code in dict.fromkeys(finding.code for finding in wrong or findings)
    )

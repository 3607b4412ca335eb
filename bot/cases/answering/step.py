"""Works out a step of a Slack workflow: the answer to its question and to the likely follow-ups, all at once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.cases.answering.answer import answer
from bot.cases.asking.texts import read_all
from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, CustomerAnswer, DomainAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.answers.watching import ReportLinkAnswer
from bot.cases.values.asked import Answerable, Domains, StepKind, WorkflowStep
from bot.cases.values.case import Case
from bot.cases.values.desk import Desk, Turn
from bot.cases.values.questions import Intent, Question


@dataclass(frozen=True, slots=True)
class CheckedDomain:
    answer: DomainAnswer
    link: str
    """To the whole report; empty where the bot has no public address."""


@dataclass(frozen=True, slots=True)
class ExplainedBounce:
    answer: BounceAnswer | CodeAnswer
    who: AnyAnswer
    again: AnyAnswer
    letter: CustomerAnswer | None


StepOutcome = CheckedDomain | ExplainedBounce | AnyAnswer
"""A bare `Answer` says why the step failed."""


async def work_out(step: WorkflowStep, case: Case, desk: Desk) -> StepOutcome:
    """`case`: begins here, in the language of the outcome."""
    (request, *more) = await read_all((step.step,), case, desk.reader)
    if more or not isinstance(request, Answerable):
        return RefusalAnswer(Refusal.OUT_OF_SCOPE)
    if isinstance(request, Domains) and len(request.domains) > 1:
        return RefusalAnswer(Refusal.ONE_DOMAIN)
    turn = await _last(answer(request, case, desk))
    last_answer = turn.reply.answer
    match step.kind, last_answer:
        case StepKind.CHECK_DOMAIN, DomainAnswer():
            return CheckedDomain(last_answer, await _link(turn.case, desk))
        case StepKind.EXPLAIN_BOUNCE, (BounceAnswer() | CodeAnswer()):
            return await _explained(last_answer, turn.case, desk)
    return last_answer


async def _explained(explained: BounceAnswer | CodeAnswer, case: Case, desk: Desk) -> ExplainedBounce:
    who, again, letter = [
        (await _last(answer(Question(intent), case, desk))).reply.answer
        for intent in (Intent.WHO, Intent.RETRY, Intent.CUSTOMER)
    ]
    return ExplainedBounce(explained, who, again, letter if isinstance(letter, CustomerAnswer) else None)


async def _link(case: Case, desk: Desk) -> str:
    if desk.links is None:
        return ""
    last = (await _last(answer(Question(Intent.REPORT), case, desk))).reply.answer
    return last.url if isinstance(last, ReportLinkAnswer) else ""


async def _last(turns: AsyncIterator[Turn]) -> Turn:
    """The last turn, which has the whole answer. Raises RuntimeError if there is none."""
    last = None
    async for turn in turns:
        last = turn
    if last is None:
        raise RuntimeError("a step came to its end without an answer")
    return last

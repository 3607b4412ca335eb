"""Makes turns of an answer's steps: replies with buttons for the likely next questions, and what a vote judges."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from functools import lru_cache

from bot.cases.answering.next_questions import SHOWN, further_questions, next_questions
from bot.cases.answering.typed import answer_of, not_understood, unread
from bot.cases.values.answers.kinds import AnyAnswer, BounceAnswer, CheckAnswer, DomainAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.reply import Reply
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step, Turn
from bot.cases.values.questions import Intent, Question
from bot.cases.values.reader import TooHard
from bot.cases.values.typed import Refused, Typed
from bot.cases.values.votes import Judged, JudgedKind
from bot.codes.read import read
from bot.domains.engine.verdict import verdict
from bot.domains.values import Finding, Status
from bot.measures import is_short


def turn(case: Case, answer: AnyAnswer, desk: Desk) -> Turn:
    """The answer with the next questions as its buttons, as far as this desk can answer them."""
    if isinstance(answer, CodeAnswer):
        return Turn(case, _about_code(answer, case.language, desk.languages))
    questions = next_questions(answer, case, desk.languages)
    offered = tuple(question for question in questions if _can(question, desk))
    more = further_questions(answer, case, desk.languages)
    return Turn(case, Reply(answer, offered, tuple(question for question in more if _can(question, desk))))


@lru_cache(maxsize=512)
def _about_code(answer: CodeAnswer, language: str, languages: tuple[str, ...]) -> Reply:
    """The same at every desk, and for everybody in a language. Kept, for the same codes are asked again and again."""
    case = Case(language)
    return Reply(answer, next_questions(answer, case, languages), further_questions(answer, case, languages))


async def one_turn(request: Typed | Refused, case: Case, desk: Desk) -> AsyncIterator[Turn]:
    """What needs no lookup is answered in one turn."""
    yield turn(*await answer_at_once(request, case, desk), desk)


async def answer_at_once(request: Typed | Refused, case: Case, desk: Desk) -> Step:
    """The answer to what needs no lookup."""
    if isinstance(request, Refused):
        return case, RefusalAnswer(request.reason, request.given)
    if (answer := unread(request)) is not None:
        return case, answer
    text = request.text.strip()
    try:
        answer = answer_of(read(text, desk.words) if is_short(text) else await desk.reader.code(text))
    except TooHard:
        return case, RefusalAnswer(Refusal.TOO_HARD)
    if isinstance(answer, CodeAnswer):
        codes = answer.explanation.codes
        return replace(case, topic=Topic.CODE, code=codes, spoken_of=codes), answer
    return case, answer or not_understood(request)


def _can(question: Question, desk: Desk) -> bool:
    """Whether the desk has all that such a question needs."""
    match question.intent:
        case Intent.WATCH | Intent.UNWATCH | Intent.WATCHES:
            return desk.watching is not None
        case Intent.HISTORY:
            return desk.history is not None
        case Intent.REPORT:
            return desk.links is not None
        case _:
            return True


async def turns_of(steps: AsyncIterator[Step], desk: Desk) -> AsyncIterator[Turn]:
    """A turn for each step. Raises RuntimeError if there is none: every question has an answer."""
    empty = True
    async for case, answer in steps:
        empty = False
        yield await _with_state(turn(case, answer, desk), desk)
    if empty:
        raise RuntimeError("a question came to its end without an answer")


async def _with_state(made: Turn, desk: Desk) -> Turn:
    """The same turn, but a domain that is watched gets the button that ends the watch."""
    reply, domain, watch = made.reply, made.case.domain, Question(Intent.WATCH)
    if desk.watching is None or domain is None or watch not in (*reply.next, *reply.more):
        return made
    if not await desk.watching.is_watched(domain):
        return made
    next_, more = (
        tuple(dict.fromkeys(Question(Intent.UNWATCH) if question == watch else question for question in questions))
        for questions in (reply.next, reply.more)
    )
    return replace(made, reply=replace(reply, next=next_, more=more))


async def one_step(case: Case, answer: AnyAnswer) -> AsyncIterator[Step]:
    """An answer that is known already."""
    yield case, answer


async def once(step: Awaitable[Step]) -> AsyncIterator[Step]:
    """An answer that does not grow."""
    yield await step


def judged(answer: AnyAnswer) -> tuple[Judged, ...]:
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

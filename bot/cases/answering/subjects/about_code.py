"""Follow-ups about a reply code."""

from collections.abc import AsyncIterator
from dataclasses import replace

from bot.cases.answering.turns import one_step
from bot.cases.answering.typed import answer_of
from bot.cases.values.answers.fixes import CodeFixAnswer
from bot.cases.values.answers.kinds import AnyAnswer, CustomerAnswer, RetryAnswer, WhoAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer
from bot.cases.values.case import Case, Topic
from bot.cases.values.desk import Desk, Step
from bot.cases.values.questions import HOW_LONG, Intent, Question, is_code
from bot.codes.read import read
from bot.codes.values import Explanation


def explained(text: str, desk: Desk) -> AnyAnswer | None:
    """A code's answer; None if nothing was understood. For a text that somebody typed see `Reader.code`."""
    return answer_of(read(text, desk.words))


def answer(case: Case, question: Question, desk: Desk) -> AsyncIterator[Step]:
    """Answers about the question's code, or the one last spoken of."""
    code = question.subject if is_code(question.subject) else _spoken(case)
    answer = explained(code, desk) if code else None
    explanation = answer.explanation if isinstance(answer, CodeAnswer) else None
    after = _remember(case, question, code) if code else case
    return one_step(after, _answer(case, question, answer, explanation))


def spoken_of(case: Case, desk: Desk) -> Explanation | None:
    """The code that "it" means in the case, explained."""
    code = _spoken(case)
    answer = explained(code, desk) if code else None
    return answer.explanation if isinstance(answer, CodeAnswer) else None


def _answer(case: Case, question: Question, answer: AnyAnswer | None, explanation: Explanation | None) -> AnyAnswer:
    match question.intent:
        case Intent.FIX:
            return CodeFixAnswer(explanation)
        case Intent.WHO:
            return WhoAnswer(explanation)
        case Intent.RETRY:
            return RetryAnswer(explanation, how_long=question.detail == HOW_LONG)
        case Intent.CUSTOMER:
            return CustomerAnswer(question.subject or case.language, explanation)
        case Intent.EXPLAIN | Intent.CODE:
            return answer or RefusalAnswer(Refusal.NO_CODE, question.subject or "")
        case Intent.RECHECK | Intent.CHANGES | Intent.SHOW:
            return RefusalAnswer(Refusal.NO_DOMAIN)  # a code has neither records nor a past
        case _:
            return RefusalAnswer(Refusal.NO_SUBJECT)


def _spoken(case: Case) -> str | None:
    """ "It" is the code last spoken of, else the one the thread began with."""
    return case.spoken_of if is_code(case.spoken_of) else case.code


def _remember(case: Case, question: Question, code: str) -> Case:
    """A code asked for becomes what "it" means; in a thread about codes it becomes the subject too."""
    if question.intent is not Intent.CODE:
        return replace(case, spoken_of=code)
    if case.topic in (Topic.CODE, Topic.NOTHING):
        return replace(case, topic=Topic.CODE, code=code, spoken_of=code)
    return replace(case, spoken_of=code)

"""A short text after a command: the language that it names, and its answer: a code, its beginning, a word, a refusal.
It needs no network and no memory.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cases.values.answers.kinds import AnyAnswer, CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import By, Refused, Typed
from bot.cases.values.case import Case, Topic
from bot.cases.values.reader import TooHard
from bot.codes.read import read
from bot.codes.values import CodeFamily, CodeMatches, CodeReading, Explanation
from bot.languages import languages
from bot.measures import MOST_CHARACTERS, is_short

if TYPE_CHECKING:  # it knows what checks domains, which a code in a terminal does without
    from bot.cases.values.desk import Desk

Step = tuple[Case, AnyAnswer]
"""The case as it is from now on, and what is answered."""


def language_of(text: str) -> tuple[str | None, str]:
    """`lt 451` and `451 lt` ask for a language: it and the rest; None and the whole text where none is named."""
    words = text.split()
    for place in (0, -1):
        if words and words[place].lower() in languages():
            rest = words[1:] if place == 0 else words[:-1]
            return words[place].lower(), text if not rest else _without(text, words[place], first=place == 0)
    return None, text


async def answer_at_once(request: Typed | Refused, case: Case, desk: "Desk") -> Step:
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


def unread(typed: Typed) -> AnyAnswer | None:
    """The answer to what needs no reading: a greeting, help for an empty text, a refusal of one that is too long; else
    None."""
    text = typed.text.strip()
    if typed.by is By.OPENING:
        return GreetingAnswer()
    if typed.by is not By.SHORTCUT and (not text or text.lower() in languages()):
        return HelpAnswer(typed.by)
    if typed.by is By.SMTP and len(text) > MOST_CHARACTERS:
        return RefusalAnswer(Refusal.TOO_LONG)
    return None


def answer_of(reading: CodeReading | None) -> AnyAnswer | None:
    """The answer for a code, a code's beginning or a word; None if nothing was understood."""
    match reading:
        case Explanation() as explanation:
            return CodeAnswer(explanation)
        case CodeFamily(asked=typed, first=first, entries=entries):
            return CodeListAnswer(_whole(typed), entries, first)
        case CodeMatches(asked=typed, entries=entries):
            return CodeListAnswer(typed, entries, None)
        case None:
            return None


def not_understood(typed: Typed) -> AnyAnswer:
    """The refusal of a text that holds no code."""
    if typed.by is By.SMTP:
        return RefusalAnswer(Refusal.NO_CODE, typed.text.strip())
    return RefusalAnswer(Refusal.NOT_A_BOUNCE)


def _whole(digits: str) -> str:
    """The beginning of a reply code with an `x` for each digit that may be any: `4xx`; of an enhanced one as it is."""
    return digits if "." in digits else digits.ljust(3, "x")


def _without(text: str, word: str, *, first: bool) -> str:
    stripped = text.strip()
    return (stripped[len(word) :] if first else stripped[: -len(word)]).strip()

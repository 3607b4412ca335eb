"""A short text after a command: the language that it names, and its answer: a code, its beginning, a word, a refusal.
It needs no network and no memory.
"""

from typing import TYPE_CHECKING

from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.answers.typed import CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
from bot.cases.values.typed import By, Typed
from bot.codes.values import CodeFamily, CodeMatches, CodeReading, Explanation
from bot.languages import languages
from bot.measures import MOST_CHARACTERS

if TYPE_CHECKING:  # a code in a terminal does without the other kinds of answers
    from bot.cases.values.answers.kinds import AnyAnswer


def language_of(text: str) -> tuple[str | None, str]:
    """`lt 451` and `451 lt` ask for a language: it and the rest; None and the whole text where none is named."""
    words = text.split()
    for place in (0, -1):
        if words and words[place].lower() in languages():
            rest = words[1:] if place == 0 else words[:-1]
            return words[place].lower(), text if not rest else _without(text, words[place], first=place == 0)
    return None, text


def unread(typed: Typed) -> "AnyAnswer | None":
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


def answer_of(reading: CodeReading | None) -> "AnyAnswer | None":
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


def not_understood(typed: Typed) -> "AnyAnswer":
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

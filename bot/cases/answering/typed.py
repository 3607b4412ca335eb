"""The answer to a short text after a command: a code, its beginning, a word. It needs neither desk nor network."""

from bot.cases.values.answers.kinds import Answer, CodeAnswer, CodeListAnswer, GreetingAnswer, HelpAnswer
from bot.cases.values.answers.refusals import Refusal, RefusalAnswer
from bot.cases.values.asked import By, Typed
from bot.codes.values import CodeFamily, CodeMatches, CodeReading, Explanation
from bot.measures import MOST_CHARACTERS


def unread(typed: Typed, languages: tuple[str, ...]) -> Answer | None:
    """The answer to what needs no reading: a greeting, help for an empty text, a refusal of one that is too long; else
    None."""
    text = typed.text.strip()
    if typed.by is By.OPENING:
        return GreetingAnswer()
    if typed.by is not By.SHORTCUT and (not text or text.lower() in languages):
        return HelpAnswer(typed.by)
    if typed.by is By.SMTP and len(text) > MOST_CHARACTERS:
        return RefusalAnswer(Refusal.TOO_LONG)
    return None


def answer_of(reading: CodeReading | None) -> Answer | None:
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


def not_understood(typed: Typed) -> Answer:
    """The refusal of a text that holds no code."""
    if typed.by is By.SMTP:
        return RefusalAnswer(Refusal.NO_CODE, typed.text.strip())
    return RefusalAnswer(Refusal.NOT_A_BOUNCE)


def _whole(digits: str) -> str:
    """The beginning of a reply code with an `x` for each digit that may be any: `4xx`; of an enhanced one as it is."""
    return digits if "." in digits else digits.ljust(3, "x")

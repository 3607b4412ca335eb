"""A server's reply that somebody pasted within their own sentence: "hello, I got this: 550 5.1.1 … what now?"."""

import re

from bot.cases.asking.pasted import read_surely
from bot.cases.asking.understand import Context, understand
from bot.cases.values.asked import Answerable, Bounce
from bot.cases.values.questions import Intent, Question
from bot.codes.bounces.paste import is_reply
from bot.codes.find import find

_LONGEST = 200
"""Words: a longer text is a whole notice, which is read as one."""
_LAST = re.compile(r"[.!?:;)>\"”]\s+([^.!?\n]{3,120}[.!?]?)\s*\Z")
"""The last sentence of a text."""


def bounce_in_talk(text: str, language: str, context: Context) -> tuple[Answerable, ...] | None:
    """The reply that the text holds, read, and the letter to the customer where that is what is asked; None where the
    text is no such thing, or where the reply's words do not tell its cause."""
    code = find(text)
    if code is None or len(text.split()) > _LONGEST:
        return None
    question, rest = _question(text, code.at, language, context)
    reply = rest[code.at :].rstrip(" ?")
    if not is_reply(reply):
        return None
    reading = read_surely(rest) or read_surely(reply)
    if reading is None:
        return None
    letter = question is not None and question.intent is Intent.CUSTOMER
    return (Bounce(reading), question) if letter and question else (Bounce(reading),)


def _question(text: str, at: int, language: str, context: Context) -> tuple[Question | None, str]:
    """What the last sentence asks, and the text before it; None and the whole text where it is the server's."""
    last = _LAST.search(text, at)
    if last is None:
        return None, text
    question = understand(last[1], language, context)[0]
    if question.intent is Intent.UNKNOWN:
        return None, text
    return question, text[: last.start(1)]

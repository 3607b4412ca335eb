"""A server's reply that somebody pasted within their own sentence: "hello, I got this: 550 5.1.1 … what now?"."""

import re
from collections.abc import Iterator

from bot.cases.asking.pasted import read_surely
from bot.cases.asking.understand import Context, question_words, understand
from bot.cases.values.asked import Answerable, Bounce
from bot.cases.values.questions import Intent, Question
from bot.codes.bounces.paste import is_reply
from bot.codes.find import find
from bot.measures import fold

_LONGEST = 200
"""Words: a longer text is a whole notice, which is read as one."""
_LAST = re.compile(r"[.!?:;)>\"”]\s+([^.!?\n]{3,120}[.!?]?)\s*\Z")
"""The last sentence of a text."""
_WORD = re.compile(r"(?<=\s)[^\W\d_]+")
_QUESTION = 8
"""Words of a question that stands behind a reply without any mark between them."""


def bounce_in_talk(text: str, language: str, context: Context) -> tuple[Answerable, ...] | None:
    """The reply that the text holds, read, and the letter to the customer where that is what is asked; None where the
    text is no such thing, or where the reply's words do not tell its cause."""
    code = find(text)
    if code is None or len(text.split()) > _LONGEST:
        return None
    for question, rest in _parted(text, code.at, language, context):
        reply = rest[code.at :].rstrip(" ?")
        if not is_reply(reply) or (reading := read_surely(rest) or read_surely(reply)) is None:
            continue
        letter = question is not None and question.intent is Intent.CUSTOMER
        return (Bounce(reading), question) if letter and question else (Bounce(reading),)
    return None


def _parted(text: str, at: int, language: str, context: Context) -> Iterator[tuple[Question | None, str]]:
    """What may be asked behind the reply, and the text before that; last the whole text, as if nothing were."""
    last = _LAST.search(text, at)
    begins = [word.start() for word in _WORD.finditer(text, at) if fold(word[0]) in question_words()]
    for start in (*begins[:1], *((last.start(1),) if last else ())):
        if len(text[start:].split()) <= _QUESTION:
            question = understand(text[start:], language, context)[0]
            if question.intent is not Intent.UNKNOWN:
                yield question, text[:start]
    yield None, text

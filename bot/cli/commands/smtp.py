"""`mailbot smtp`: a code, the beginning of one, a word, or a pasted bounce, explained."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from bot.cases.answering.typed import answer_of, language_of, not_understood, unread
from bot.cases.values.answers.refusals import RefusalAnswer
from bot.cases.values.typed import By, Typed
from bot.cli import terminal
from bot.cli.reader import language
from bot.codes.read import read
from bot.measures import is_few_words

if TYPE_CHECKING:  # what reads and checks bounces loads slowly, and a code needs none of it
    from bot.cases.values.answers.kinds import AnyAnswer
    from bot.cases.values.asked import Bounce, DeliveredMail
    from bot.codes.search import WordIndex


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="*", default=[], help=say("cli.smtp.text"))
    what.add_argument("--jsonl", action="store_true", help=say("cli.smtp.jsonl"))
    terminal.arguments(parser, say)


def run(options: Namespace) -> int:
    """Returns 0 if the text was explained, 2 if it was not understood; 0 for a stream, whose objects tell."""
    if options.jsonl:
        return _stream(language(options.lang))
    named, text = language_of(" ".join(options.text))
    text = sys.stdin.read() if text == "-" else text
    spoken = language(options.lang or named)
    request = _asked(text)
    answer = _of_code(request) if isinstance(request, Typed) else _investigated(request, spoken)
    terminal.show(answer, spoken, as_json=options.json)
    return 2 if isinstance(answer, RefusalAnswer) else 0


def _stream(language: str) -> int:
    for line in sys.stdin:
        if line.strip():
            request = _asked(line.strip())
            answer = _of_code(request) if isinstance(request, Typed) else _as_read(request)
            terminal.show(answer, language, as_json=True)
    return 0


def _asked(text: str) -> "Bounce | DeliveredMail | Typed":
    if is_few_words(text):
        return Typed(text, By.SMTP)
    from bot.cases.asking.texts import ask_code  # noqa: PLC0415  what reads bounces loads slowly

    return ask_code(text)


def _of_code(typed: Typed) -> "AnyAnswer":
    return unread(typed) or answer_of(read(typed.text)) or _of_word(typed)


def _of_word(typed: Typed) -> "AnyAnswer":
    return answer_of(read(typed.text, _index())) or not_understood(typed)


@cache
def _index() -> "WordIndex":
    from bot.replies.words.index import word_index  # noqa: PLC0415  a code needs no index, which loads slowly

    return word_index()


def _investigated(request: "Bounce | DeliveredMail", language: str) -> "AnyAnswer":
    """A server's reply, a whole bounce or a mail's header, whose cause is checked live."""
    from bot.cli.investigating import last_answer  # noqa: PLC0415  what asks the network loads slowly

    return last_answer(request, language)


def _as_read(request: "Bounce | DeliveredMail") -> "AnyAnswer":
    from bot.cases.values.answers.kinds import BounceAnswer  # noqa: PLC0415
    from bot.cases.values.answers.mails import MailAnswer  # noqa: PLC0415
    from bot.cases.values.asked import DeliveredMail  # noqa: PLC0415
    from bot.codes.bounces.chief import chief  # noqa: PLC0415

    if isinstance(request, DeliveredMail):
        return MailAnswer(request.reading, private=True)
    return BounceAnswer(request.reading, chief(request.reading), private=True)

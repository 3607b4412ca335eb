"""`mailbot smtp`: a code, the beginning of one, a word, or a pasted bounce, explained."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from bot.cases.answering.typed import answer_of, not_understood, unread
from bot.cases.asking.short import is_few_words, language_of
from bot.cases.values.answers.kinds import Answer, RefusalAnswer
from bot.cases.values.asked import By, Typed
from bot.cli import terminal
from bot.cli.reader import language
from bot.codes.read import read
from bot.languages import languages


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("text", nargs="+", help=say("cli.smtp.text"))
    terminal.arguments(parser, say)


def run(options: Namespace) -> int:
    """Returns 0 if the text was explained, 2 if it was not understood."""
    named, text = language_of(" ".join(options.text), languages())
    text = sys.stdin.read() if text == "-" else text
    spoken = language(options.lang or named)
    answer = _of_code(Typed(text, By.SMTP)) if is_few_words(text) else _of_sentence(text, spoken)
    terminal.show(answer, spoken, as_json=options.json)
    return 2 if isinstance(answer, RefusalAnswer) else 0


def _of_code(asked: Typed) -> Answer:
    return unread(asked, languages()) or answer_of(read(asked.text)) or _of_word(asked)


def _of_word(asked: Typed) -> Answer:
    from bot.replies.words.index import word_index  # noqa: PLC0415  a code needs no index, which loads slowly

    return answer_of(read(asked.text, word_index())) or not_understood(asked)


def _of_sentence(text: str, language: str) -> Answer:
    """A server's reply or a whole bounce, whose cause is checked live; else the code that the text holds."""
    from bot.cases.asking.commands import ask_code  # noqa: PLC0415  what reads bounces loads slowly

    asked = ask_code(text)
    if isinstance(asked, Typed):
        return _of_code(asked)
    from bot.cli.investigating import last_answer  # noqa: PLC0415  so does what asks the network

    return last_answer(asked, language)

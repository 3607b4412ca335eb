"""Prints answers for the commands: in the reader's language, or as JSON."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.cli.reader import coloured, width
from bot.languages import languages
from bot.replies.documents import document
from bot.replies.surfaces.terminal import write

if TYPE_CHECKING:  # a code needs no other kind of answer
    from bot.cases.values.answers.kinds import AnyAnswer


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def words(answer: "AnyAnswer", language: str) -> str:
    """One answer in words, for the terminal that standard output is."""
    return write(document(answer, language), colour=coloured(sys.stdout), width=width())


def show(answer: "AnyAnswer", language: str, *, as_json: bool) -> None:
    """Prints the answer, in words or as JSON."""
    if as_json:
        from bot.replies.answer_object import answer_object  # noqa: PLC0415  words need none of it

        print(json.dumps(answer_object(answer, language), ensure_ascii=False))
    else:
        print(words(answer, language))

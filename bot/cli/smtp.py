"""`mailbot smtp`: a code, the beginning of one, a word, or a pasted bounce, explained."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from bot.cases.answering.answer import answer
from bot.cases.asking.commands import ask_code, language_of
from bot.cases.values.answers.kinds import RefusalAnswer
from bot.cases.values.case import Case
from bot.cli import terminal
from bot.settings import Settings


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("text", nargs="*", help=say("cli.smtp.text"))
    terminal.arguments(parser, say)


def run(options: Namespace) -> int:
    return asyncio.run(_run(options))


async def _run(options: Namespace) -> int:
    settings = Settings()
    async with terminal.desk(settings) as desk:
        named, text = language_of(" ".join(options.text), desk.languages)
        case = Case(options.lang or named or settings.default_language)
        asked = ask_code(sys.stdin.read() if text == "-" else text)
        turns = [turn async for turn in answer(asked, case, desk)]
    terminal.show(turns[-1:], options)
    return 2 if isinstance(turns[-1].reply.answer, RefusalAnswer) else 0

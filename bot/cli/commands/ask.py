"""`mailbot ask`: a follow-up question, as it would be asked in a thread about a domain or a code."""

import asyncio
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from bot.cases.asking.understand import Context, guess_language, understand
from bot.languages import languages

KINDS = ("domain", "code")


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("text", nargs="*", help=say("cli.ask"))
    parser.add_argument("--context", type=read_context, default=Context("domain"), metavar="domain:NAME|code:CODE")
    parser.add_argument("--jsonl", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def read_context(written: str) -> Context:
    """`domain:imone.lt` or `code:451`. Raises ArgumentTypeError for anything else."""
    kind, _, value = written.partition(":")
    if kind not in KINDS or not value:
        raise ArgumentTypeError(f"{written!r}: domain:NAME, code:CODE")
    return Context(kind, value)


def run(options: Namespace) -> int:
    """Returns 0 if the question was answered, 2 if it was not understood or a line is not a question."""
    if options.jsonl:
        return _answer_lines(sys.stdin)
    return asyncio.run(_answer(options))


def _answer_lines(lines: Iterable[str]) -> int:
    """JSON lines `{"lang", "context", "text"}` in, `{"intent", "subject"}` out: the main question of each."""
    try:
        for understood in understand_lines(lines):
            print(json.dumps(understood, ensure_ascii=False))
    except (ValueError, KeyError, ArgumentTypeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


def understand_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Raises ValueError, KeyError or ArgumentTypeError for a line that is not a question."""
    for line in lines:
        if line.strip():
            row = json.loads(line)
            question = understand(row["text"], row["lang"], read_context(row["context"]))[0]
            yield {"intent": str(question.intent), "subject": question.subject}


async def _answer(options: Namespace) -> int:
    """Answers in words. Imports what works answers out, which `--jsonl` does not need."""
    from bot.cases.answering.answer import answer  # noqa: PLC0415
    from bot.cases.values.answers.refusals import RefusalAnswer  # noqa: PLC0415
    from bot.cases.values.asked import Unread  # noqa: PLC0415
    from bot.cases.values.case import Case, Topic  # noqa: PLC0415
    from bot.cases.values.desk import Turn  # noqa: PLC0415
    from bot.cli import terminal, working  # noqa: PLC0415
    from bot.cli.reader import language  # noqa: PLC0415

    context: Context = options.context
    text = " ".join(options.text)
    case = Case(options.lang or guess_language(text, language()))
    if context.kind == "code":
        case = replace(case, topic=Topic.CODE, code=context.value)
    elif context.value:
        case = replace(case, topic=Topic.DOMAIN, domain=context.value)
    turns: list[Turn] = []
    async with working.desk(working.settings(options)) as desk:
        for question in await desk.reader.asked(Unread(text), case):
            turns += [turn async for turn in answer(question, case, desk)][-1:]
            case = turns[-1].case
    for turn in turns:
        terminal.show(turn.reply.answer, turn.case.language, as_json=options.json)
    return 2 if any(isinstance(turn.reply.answer, RefusalAnswer) for turn in turns) else 0

"""`mailbot feedback`: the rules, findings and codes that people marked wrong, most often first."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from bot.cases.values.votes import JudgedKind
from bot.cli.reader import language
from bot.languages import languages
from bot.replies.clean import clean
from bot.replies.words.phrases import phrases
from bot.settings import Settings, read
from bot.storage.database import engine_for
from bot.storage.migrate import prepare
from bot.storage.tables.statistics import Statistics, VoteReason

_Row = tuple[str, ...]


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))


def run(options: Namespace) -> int:
    settings, spoken = read(), language(options.lang)
    rows, reasons = asyncio.run(_rows(settings, spoken))
    say = phrases(spoken).say
    if not rows:
        print(say("feedback.none"))
        return 0
    print(_table(((say("feedback.wrong"), say("feedback.right"), say("feedback.name")), *rows)))
    if reasons:
        print(f"\n{say('feedback.reasons')}")
        for each in reasons:
            print(f"– {say(f'feedback.{each.kind}')} {each.name}: {' '.join(clean(each.reason).split())}")
    return 0


async def _rows(settings: Settings, language: str) -> tuple[tuple[_Row, ...], tuple[VoteReason, ...]]:
    """All workspaces together: wrong, right, and what was judged; and what people said was wrong."""
    engine = engine_for(settings.database_url)
    try:
        await prepare(engine)
        statistics = Statistics(engine)
        judged = [(kind, tally) for kind in JudgedKind for tally in await statistics.tallies(kind)]
        reasons = await statistics.reasons()
    finally:
        await engine.dispose()
    judged.sort(key=lambda pair: (-pair[1].negative, pair[1].positive))
    say = phrases(language).say
    rows = tuple(
        (str(tally.negative), str(tally.positive), f"{say(f'feedback.{kind}')} {tally.name}") for kind, tally in judged
    )
    return rows, reasons


def _table(rows: tuple[_Row, ...]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )

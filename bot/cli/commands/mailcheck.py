"""`mailbot mailcheck`: checks a domain's mail; with `--batch`, a whole list of domains."""

import asyncio
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from bot.cli import checking
from bot.cli.reader import language
from bot.domains.engine.registry import all_checks
from bot.domains.engine.spread import Spread
from bot.domains.engine.tally import wrong
from bot.domains.name import NoDomain, Request, read_request
from bot.domains.values import Options, Report
from bot.languages import languages
from bot.replies.objects.reports import report as report_object

AT_ONCE = 64


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="*", default=[], metavar="DOMAIN", help=say("cli.mailcheck.domain"))
    what.add_argument("--batch", metavar="FILE", help=say("cli.mailcheck.batch"))
    parser.add_argument("--spread", action="store_true", help=say("cli.mailcheck.spread"))
    parser.add_argument("--at-once", type=_count, default=AT_ONCE, metavar="N", help=say("cli.mailcheck.at-once"))
    checking.arguments(parser, say)
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))


def run(options: Namespace) -> int:
    """Returns 0 if nothing is wrong, 1 if there is a warning or an error, 2 if the text names no domain."""
    if options.batch:
        from bot.cli.batch.run import run as run_batch  # noqa: PLC0415 - a single check needs none of it

        return run_batch(options)
    request = read_request(" ".join(options.text))
    if request.problem is not None:
        _refuse(request.problem, options)
        return 2
    if options.spread:
        return _spread(request, options)
    all_checks()  # loads every check before the first question, so that no answer waits for a module
    reports = asyncio.run(_reports(request, options))
    if options.json:
        for report in reports:
            print(json.dumps(report_object(report, language(options.lang)), ensure_ascii=False))
    else:
        show(reports, options)
    return int(any(map(wrong, reports)))


def show(reports: Sequence[Report], options: Namespace) -> None:
    """Prints the reports in words: one in full, several side by side. Colour only on a terminal."""
    from bot.cases.values.answers.kinds import ComparisonAnswer, DomainAnswer  # noqa: PLC0415 - words are slow to load; JSON has none
    from bot.cli import terminal, working  # noqa: PLC0415

    answer = (
        DomainAnswer(reports[0], working.settings(options).supported_provider, full=True)
        if len(reports) == 1
        else ComparisonAnswer(tuple(reports))
    )
    print(terminal.words(answer, language(options.lang)))


def _spread(request: Request, options: Namespace) -> int:
    """Prints how far each domain's records have spread. 0 where they have come everywhere, else 1."""
    from bot.cases.values.answers.watching import SpreadAnswer  # noqa: PLC0415 - a check needs none of it
    from bot.cli import terminal  # noqa: PLC0415
    from bot.domains.engine.spread import SpreadVerdict  # noqa: PLC0415

    spreads = asyncio.run(_spreads(request, options))
    for spread in spreads:
        terminal.show(SpreadAnswer(spread), language(options.lang), as_json=options.json)
    return int(any(spread.verdict is not SpreadVerdict.EVERYWHERE for spread in spreads))


async def _spreads(request: Request, options: Namespace) -> Sequence[Spread]:
    async with checking.open_checker(checking.way(options)) as checker:
        return await asyncio.gather(*(checker.spread(domain.ascii, request.selectors) for domain in request.domains))


def _refuse(problem: NoDomain, options: Namespace) -> None:
    from bot.cases.asking.orders import refused  # noqa: PLC0415
    from bot.cases.values.answers.refusals import RefusalAnswer  # noqa: PLC0415
    from bot.cli import terminal  # noqa: PLC0415

    refusal = refused(problem)
    answer = RefusalAnswer(refusal.reason, refusal.given)
    if options.json:
        terminal.show(answer, language(options.lang), as_json=True)
    else:
        print(terminal.words(answer, language(options.lang)), file=sys.stderr)


async def _reports(request: Request, options: Namespace) -> Sequence[Report]:
    way = checking.way(options)
    check_options = Options(sender_ip=request.sender_ip, selectors=request.selectors, network=way.network)
    async with checking.open_checker(way) as checker:
        return await asyncio.gather(*(checker.whole(domain.ascii, check_options) for domain in request.domains))


def _count(text: str) -> int:
    """A whole number from 1 up. Raises `ValueError`."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number

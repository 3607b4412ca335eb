"""`mailbot spf`: may this address send for this domain? (RFC 7208)"""

import argparse
import asyncio
import ipaddress
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from bot.cli import checking
from bot.cli.checking import Way
from bot.cli.reader import language
from bot.domains.net.resolver.servers import nameserver
from bot.domains.standards.spf.values import Result, SpfResult
from bot.languages import languages
from bot.replies.objects.spf import sentence, spf

_NO_OBJECTION = (Result.PASS, Result.NEUTRAL, Result.NONE)


@dataclass(frozen=True, slots=True)
class SpfQuery:
    """One sender of a mail."""

    address: str
    sender: str
    helo: str

    @property
    def domain(self) -> str:
        """Whose record is evaluated (RFC 7208, 2.4)."""
        return self.sender.rpartition("@")[2] or self.helo


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--ip", type=address, help=say("cli.spf.ip"))
    what.add_argument("--jsonl", action="store_true", help=say("cli.spf.jsonl"))
    parser.add_argument("--helo", default="", help=say("cli.spf.helo"))
    parser.add_argument("--sender", default="", help=say("cli.spf.sender"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, metavar="S", help=say("cli.timeout"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))


def run(options: argparse.Namespace) -> int:
    """Returns 0 if all results are pass, neutral or none, 1 if one is another, 2 if a line is no question."""
    questions = _read(sys.stdin) if options.jsonl else (SpfQuery(options.ip, options.sender, options.helo),)
    try:
        return asyncio.run(_answer(questions, options))
    except _LineError as error:
        print(error, file=sys.stderr)
        return 2


async def _answer(questions: Iterable[SpfQuery], options: argparse.Namespace) -> int:
    spoken, objected = language(options.lang), False
    async for question, result in _checked(questions, Way(options.nameserver, options.timeout, network=False)):
        objected = objected or result.result not in _NO_OBJECTION
        if options.json or options.jsonl:
            made = spf(result, question.address, question.domain, spoken)
            print(json.dumps(made, ensure_ascii=False), flush=options.jsonl)
        else:
            _show(result, question, spoken)
    return int(objected)


async def _checked(questions: Iterable[SpfQuery], way: Way) -> AsyncIterator[tuple[SpfQuery, SpfResult]]:
    async with checking.open_checker(way) as checker:
        for question in questions:
            yield question, await checker.spf(question.address, question.sender, question.helo)


def _show(result: SpfResult, question: SpfQuery, language: str) -> None:
    """The sentence, the term that decided, and the domain's own words for a fail."""
    print(sentence(result, question.address, question.domain, language))
    if result.term:
        print(f"    {result.domain}: {result.term}")
    if result.explanation:
        print(f"    “{result.explanation}”")


class _LineError(Exception):
    """A line that is no question; the message says which."""


def _read(lines: Iterable[str]) -> Iterable[SpfQuery]:
    """Raises _LineError at the first line that is no question."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield SpfQuery(address(row["ip"]), str(row.get("sender", "")), str(row.get("helo", "")))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise _LineError(f"{number}: {line.strip()[:200]}") from error


def address(text: str) -> str:
    """An IP address as written. Raises ValueError."""
    ipaddress.ip_address(text)
    return text

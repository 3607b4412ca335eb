"""`mailbot spf`: may this address send for this domain? (RFC 7208)"""

import argparse
import asyncio
import ipaddress
import json
from collections.abc import Callable

from bot.cli import checking
from bot.cli.checking import Way
from bot.domains.net.resolver.servers import nameserver
from bot.domains.standards.spf.values import Result, SpfResult

_NO_OBJECTION = (Result.PASS, Result.NEUTRAL, Result.NONE)


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--ip", required=True, type=address, help=say("cli.spf.ip"))
    parser.add_argument("--helo", default="", help=say("cli.spf.helo"))
    parser.add_argument("--sender", default="", help=say("cli.spf.sender"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, metavar="S", help=say("cli.timeout"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def run(options: argparse.Namespace) -> int:
    """Returns 0 for pass, neutral and none, 1 for any other result."""
    result = asyncio.run(_check(options))
    if options.json:
        print(json.dumps(_plain(result), ensure_ascii=False))
    else:
        print(" ".join(word for word in (result.result, result.term, result.explanation or "") if word))
    return 0 if result.result in _NO_OBJECTION else 1


async def _check(options: argparse.Namespace) -> SpfResult:
    async with checking.open_checker(Way(options.nameserver, options.timeout, network=False)) as checker:
        return await checker.spf(options.ip, options.sender, options.helo)


def address(text: str) -> str:
    """An IP address as written. Raises ValueError."""
    ipaddress.ip_address(text)
    return text


def _plain(result: SpfResult) -> dict[str, object]:
    return {
        "result": str(result.result),
        "explanation": result.explanation,
        "term": result.term,
        "domain": result.domain,
        "problem": result.problem,
        "lookups": result.lookups,
        "steps": [{"domain": step.domain, "term": step.term, "lookups": step.lookups} for step in result.steps],
        "void_lookups": list(result.voids),
    }

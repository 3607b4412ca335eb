"""`mailbot spf`: may this address send for this domain? (RFC 7208)"""

import argparse
import asyncio
import json
from collections.abc import Callable

from bot.domains.net.resolver import resolver_over
from bot.domains.net.resolver.servers import nameserver
from bot.domains.standards.spf.evaluate import check_host
from bot.domains.standards.spf.values import SpfResult


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--ip", required=True, help=say("cli.spf.ip"))
    parser.add_argument("--helo", default="", help=say("cli.spf.helo"))
    parser.add_argument("--sender", default="", help=say("cli.spf.sender"))
    parser.add_argument("--nameserver", type=nameserver, help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, help=say("cli.timeout"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def run(options: argparse.Namespace) -> int:
    """Returns 0 for pass, neutral and none, 1 for any other result, 2 if `--ip` is not an address."""
    try:
        result = asyncio.run(_check(options))
    except ValueError:
        return 2
    if options.json:
        print(json.dumps(_plain(result), ensure_ascii=False))
    else:
        print(" ".join(word for word in (result.result, result.term, result.explanation or "") if word))
    return 0 if result.result in ("pass", "neutral", "none") else 1


async def _check(options: argparse.Namespace) -> SpfResult:
    resolver = resolver_over((options.nameserver,) if options.nameserver else (), timeout=options.timeout)
    view = resolver.for_check()
    domain = options.sender.rpartition("@")[2] or options.helo
    try:
        return await check_host(options.ip, domain, options.sender, options.helo, view)
    finally:
        view.close()
        await resolver.close()


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

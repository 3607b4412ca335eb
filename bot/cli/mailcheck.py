"""`mailbot mailcheck`: whether a domain's mail arrives, and if not, why."""

import asyncio
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from bot.domains.check import all_checks, check_all
from bot.domains.fetch import Fetcher
from bot.domains.name import NoDomain, Request, read_request
from bot.domains.resolver import SharedResolver, resolver_over
from bot.domains.resolver.servers import nameserver
from bot.domains.values import Options, Report, Status
from bot.replies.folder import languages


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("text", nargs="+", metavar="DOMAIN", help=say("cli.mailcheck.domain"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, metavar="S", help=say("cli.timeout"))
    parser.add_argument("--no-network", action="store_true", help=say("cli.no-network"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))


def run(options: Namespace) -> int:
    """0 where nothing is wrong, 1 where something is (or could not be determined at all), 2 for what is no domain."""
    request = read_request(" ".join(options.text))
    if request.problem is not None:
        _refuse(request.problem, options)
        return 2
    all_checks()  # loads every check before the first question, so that no answer waits for a module
    reports = asyncio.run(_reports(request, options))
    if options.json:
        for report in reports:
            print(json.dumps(plain(report), ensure_ascii=False))
    else:
        show(reports, options)
    return int(any(finding.status in (Status.WARNING, Status.ERROR) for one in reports for finding in one.findings))


def show(reports: Sequence[Report], options: Namespace) -> None:
    """Prints the reports in words: one in full, several side by side. Colour only on a terminal."""
    from bot.cases.answers import ComparisonAnswer, DomainAnswer  # noqa: PLC0415 - words are slow to load; JSON has none
    from bot.cli import terminal  # noqa: PLC0415

    settings = terminal.settings(options)
    answer = (
        DomainAnswer(reports[0], settings.supported_provider, full=True)
        if len(reports) == 1
        else ComparisonAnswer(tuple(reports))
    )
    print(terminal.words(answer, options.lang or settings.default_language))


def _refuse(problem: NoDomain, options: Namespace) -> None:
    from bot.cases.opening import refused  # noqa: PLC0415
    from bot.cli import terminal  # noqa: PLC0415

    language = options.lang or terminal.settings(options).default_language
    print(terminal.words(refused(problem), language), file=sys.stderr)


async def _reports(request: Request, options: Namespace) -> Sequence[Report]:
    asked = Options(sender_ip=request.sender_ip, selectors=request.selectors, network=not options.no_network)
    if options.nameserver is None:
        return await _by_settings(request, asked, options)
    resolver = resolver_over((options.nameserver,), timeout=options.timeout, direct=False)
    fetch = None if options.no_network else _fetcher(resolver)
    try:
        domains = [domain.ascii for domain in request.domains]
        return await asyncio.gather(*(check_all(domain, resolver, asked, fetch=fetch) for domain in domains))
    finally:
        await resolver.close()


async def _by_settings(request: Request, asked: Options, options: Namespace) -> Sequence[Report]:
    """By the settings' resolvers; the sample domains by a server of our own, as in the local workspace."""
    from bot.cli.samples import sample_dns  # noqa: PLC0415 - only where no name server was given
    from bot.desk import open_checker  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    settings = Settings().model_copy(update={"dns_timeout": options.timeout})
    async with sample_dns(settings) as sampled, open_checker(sampled) as checker:
        return await asyncio.gather(*(checker.whole(domain.ascii, asked) for domain in request.domains))


def _fetcher(resolver: SharedResolver) -> Fetcher:
    from bot.domains.https_fetcher import HttpsFetcher  # noqa: PLC0415 - the HTTP library is slow to load

    return HttpsFetcher(resolver.for_check)


def plain(report: Report) -> dict[str, object]:
    """The report for scripts: a stable form."""
    return {
        "domain": report.domain,
        "provider": report.provider,
        "elapsed_ms": round(report.elapsed_ms, 1),
        "queries": report.queries,
        "findings": [
            {
                "check": finding.check,
                "status": str(finding.status),
                "code": finding.code,
                "facts": {fact.name: fact.value for fact in finding.facts},
                "evidence": [_record(record.name, record.type, record.value) for record in finding.evidence],
                "publish": [_record(record.name, record.type, record.value) for record in finding.publish],
            }
            for finding in report.findings
        ],
    }


def _record(name: str, type: str, value: str) -> dict[str, str]:
    return {"name": name, "type": type, "value": value}

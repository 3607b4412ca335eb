"""`mailbot report FILE ...`: who sends in a domain's name, from DMARC reports; what failed, from TLS reports.

`--json` prints one object a line for each file. Exit status: 0 everything passed, 1 something failed, 2 a file that
cannot be read. With `--no-network` nobody is asked whose servers the senders' are.
"""

import asyncio
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from bot.cases.answering.subjects.about_report import first_reading
from bot.cases.values.answers.kinds import AnyAnswer
from bot.cases.values.answers.reports import DmarcReportAnswer, FailureReportAnswer, TlsReportAnswer
from bot.cases.values.case import Case
from bot.cli import checking, files
from bot.domains.engine.live import LiveChecker
from bot.domains.net.resolver.servers import nameserver
from bot.domains.values import Finding
from bot.languages import languages
from bot.reports.read import read_report
from bot.reports.senders import Sender
from bot.reports.unpack import MOST_PLAIN
from bot.reports.values import NoReport


def arguments(parser: ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("cli.report.files"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--timeout", type=float, default=2.0, metavar="S", help=say("cli.timeout"))
    parser.add_argument("--no-network", action="store_true", help=say("cli.report.no-network"))


def run(options: Namespace) -> int:
    return asyncio.run(_run(options))


async def _run(options: Namespace) -> int:
    if options.no_network:
        return max([await _file(name, None, options) for name in options.files])
    async with checking.open_checker(checking.way(options)) as checker:
        return max([await _file(name, checker, options) for name in options.files])


async def _file(name: str, checker: LiveChecker | None, options: Namespace) -> int:
    if (raw := files.head(name, MOST_PLAIN)) is None:
        return 2
    reading = read_report(raw)
    steps = first_reading(Case(""), name, reading, checker)
    answer = [answer async for _, answer in steps][-1]
    if options.json:
        fields = {"kind": "none", "reason": reading.reason} if isinstance(reading, NoReport) else _told(answer)
        print(json.dumps({"file": name, **fields}, ensure_ascii=False))
    else:
        _print(name, answer, options)
    if isinstance(reading, NoReport):
        return 2
    return int(_failed(answer))


def _print(name: str, answer: AnyAnswer, options: Namespace) -> None:
    """Nothing is masked: whoever has the file may read it."""
    from bot.cli import terminal  # noqa: PLC0415 - words are slow to load, and JSON has none
    from bot.cli.reader import language  # noqa: PLC0415

    if len(options.files) > 1:
        print(f"== {name}")
    if isinstance(answer, FailureReportAnswer):
        answer = replace(answer, private=True)
    print(terminal.words(answer, language(options.lang)))


def _failed(answer: AnyAnswer) -> bool:
    match answer:
        case DmarcReportAnswer(report=report):
            return report.passed < report.messages
        case TlsReportAnswer():
            return answer.failed > 0
        case _:
            return True


def _told(answer: AnyAnswer) -> dict[str, Any]:
    """The answer as scripts read it; `docs/json.md` tells what each field means."""
    match answer:
        case DmarcReportAnswer(domain, report, senders):
            counts = ("organization", "report_id", "begin", "end", "rows", "messages", "passed", "damaged", "others")
            return {
                "kind": "dmarc",
                "domain": domain,
                **{name: getattr(report, name) for name in counts},
                "policy": asdict(report.policy),
                "senders": [_sender(sender) for sender in senders],
                "rest": {
                    "sources": report.rest_sources,
                    "messages": report.rest.messages,
                    "passed": report.rest.passed,
                },
                "publish": _records(answer.findings),
            }
        case FailureReportAnswer(domain, failure, sender):
            return {
                "kind": "failure",
                "domain": domain,
                **{name: getattr(failure, name) for name in ("failure", "delivery", "arrived")},
                "senders": [_sender(sender)],
                "publish": _records(answer.findings),
            }
        case TlsReportAnswer(domain, tls):
            return {
                "kind": "tls",
                "domain": domain,
                **{name: getattr(tls, name) for name in ("organization", "report_id", "start", "finish", "others")},
                "sessions": answer.sessions,
                "failed": answer.failed,
                "policies": [asdict(policy) for policy in tls.policies],
            }
    raise TypeError(type(answer).__name__)


def _sender(sender: Sender) -> dict[str, Any]:
    counts = ("messages", "passed", "failed", "spf", "dkim", "refused")
    return {
        "service": sender.service,
        "host": sender.host,
        "addresses": [source.address for source in sender.sources],
        **{name: getattr(sender, name) for name in counts},
        "standing": sender.standing,
    }


def _records(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    return [asdict(record) for record in dict.fromkeys(record for finding in findings for record in finding.publish)]

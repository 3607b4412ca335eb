"""`mailbot mail FILE ...`: the way that a mail took, what the receiver made of it, and what is wrong.

Exit status: 0 nothing wrong with any of them, 1 problems found, 2 a file that cannot be read.
"""

import argparse
import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from bot.cli import files
from bot.domains.net.resolver.servers import nameserver
from bot.languages import languages
from bot.mails.read import read_file
from bot.mails.values import Hop, Kind, MailReading, Problem, Signature

if TYPE_CHECKING:
    from bot.cases.values.answers.kinds import AnyAnswer


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("cli.mail.files"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))
    parser.add_argument("--no-network", action="store_true", help=say("cli.mail.no-network"))


def run(options: argparse.Namespace) -> int:
    wrong = False
    for name in options.files:
        if (raw := files.mail(name)) is None:
            return 2
        reading = read_file(raw)
        wrong = wrong or reading.kind is not Kind.MAIL or reading.problem is not Problem.NONE
        if options.json:
            again = None if options.no_network else asyncio.run(_verified(reading, raw, options))
            print(json.dumps({"file": name, **fields(reading), "verified": again}, ensure_ascii=False))
        else:
            _print(name, reading, raw, options)
    return 1 if wrong else 0


def _print(name: str, reading: MailReading, raw: bytes, options: argparse.Namespace) -> None:
    """The answer in words. Nothing is masked: whoever has the file may read it."""
    from bot.cli import terminal  # noqa: PLC0415  # words are slow to load, and JSON has none
    from bot.cli.reader import language  # noqa: PLC0415

    if len(options.files) > 1:
        print(f"== {name}")
    print(terminal.words(asyncio.run(_answer(reading, raw, options)), language(options.lang)))


async def _answer(reading: MailReading, raw: bytes, options: argparse.Namespace) -> "AnyAnswer":
    """Checked live, its signatures verified again, unless that is not wanted."""
    from bot.cases.answering.subjects.about_mail import first_reading  # noqa: PLC0415
    from bot.cases.values.answers.mails import MailAnswer  # noqa: PLC0415
    from bot.cases.values.case import Case  # noqa: PLC0415
    from bot.cli import working  # noqa: PLC0415

    if options.no_network:
        return MailAnswer(reading, private=True)
    async with working.desk(working.settings(options)) as desk:
        last = [answer async for _, answer in first_reading(Case(""), reading, desk, raw)][-1]
    return replace(last, private=True) if isinstance(last, MailAnswer) else last


async def _verified(reading: MailReading, raw: bytes, options: argparse.Namespace) -> dict[str, object]:
    """The signatures and the ARC chain as they verify now."""
    from bot.cases.answering.subjects.about_mail import verified  # noqa: PLC0415
    from bot.cli import working  # noqa: PLC0415

    if not reading.key_names:
        return {"dkim": [], "arc": None}
    async with working.desk(working.settings(options)) as desk:
        signatures, chain = await verified(reading, raw, desk)
    return {"dkim": [asdict(each) for each in signatures], "arc": asdict(chain) if chain else None}


def fields(reading: MailReading) -> dict[str, object]:
    """The reading as JSON's values; the names are stable."""
    return {
        "kind": reading.kind,
        "from_domain": reading.from_domain,
        "envelope_domain": reading.envelope_domain,
        "sending_ip": reading.sending_ip,
        "hops": [_hop(hop) for hop in reading.hops],
        "total_seconds": reading.total_seconds,
        "slowest": reading.slowest,
        "auth": {
            "spf": reading.auth.spf,
            "spf_domain": reading.auth.spf_domain,
            "spf_aligned": reading.auth.spf_aligned,
            "dkim": [_signature(each) for each in reading.auth.dkim],
            "dmarc": reading.auth.dmarc,
            "by": reading.auth.by,
        },
        "spam": {
            "verdict": reading.spam.verdict,
            "by": reading.spam.by,
            "score": reading.spam.score,
            "signs": [sign.name for sign in reading.spam.signs],
        },
        "problem": reading.problem,
    }


def _hop(hop: Hop) -> dict[str, object]:
    at = hop.at.isoformat() if hop.at else None
    return {"from": hop.from_host, "by": hop.by_host, "at": at, "delay_seconds": hop.delay_seconds}


def _signature(signature: Signature) -> dict[str, object]:
    return {
        "domain": signature.domain,
        "selector": signature.selector,
        "result": signature.result,
        "aligned": signature.aligned,
    }

"""`mailbot bounce FILE ...`: what happened to a mail, from the mail that came back.

`--json` prints one object a line for each recipient; with `--lines`, FILE holds one diagnostic text a line.
Exit status: 0 no bounce among them, 1 bounces found, 2 a file that cannot be read.
"""

import argparse
import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.cli import files
from bot.cli.reader import language
from bot.codes.bounces.read import read_file, read_text
from bot.codes.values import BounceReading, MailKind
from bot.domains.net.resolver.servers import nameserver
from bot.languages import languages
from bot.replies.objects.bounces import bounce

if TYPE_CHECKING:
    from bot.cases.values.answers.kinds import AnyAnswer
    from bot.cases.values.desk import Desk


@dataclass(frozen=True, slots=True)
class Read:
    """One file, or one line of it, and what was read from it."""

    file: str
    reading: BounceReading


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("cli.bounce.files"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lines", action="store_true", help=say("cli.bounce.lines"))
    parser.add_argument("--lang", choices=languages(), help=say("cli.lang"))
    parser.add_argument("--investigate", action="store_true", help=say("cli.bounce.investigate"))
    parser.add_argument("--nameserver", type=nameserver, metavar="HOST:PORT", help=say("cli.nameserver"))


def run(options: argparse.Namespace) -> int:
    is_bounce = False
    for name in options.files:
        if (raw := files.mail(name)) is None:
            return 2
        reads = tuple(_readings(name, raw, lines=options.lines))
        is_bounce = is_bounce or any(read.reading.kind in {MailKind.BOUNCE, MailKind.COMPLAINT} for read in reads)
        _show(reads, options)
    return 1 if is_bounce else 0


def _readings(name: str, raw: bytes, *, lines: bool) -> Iterator[Read]:
    if lines:
        for line in raw.decode("utf-8", "replace").splitlines():
            yield Read(name, read_text(line))
    else:
        yield Read(name, read_file(name, raw))


def _show(reads: Sequence[Read], options: argparse.Namespace) -> None:
    """Prints what was read, as JSON or in words, with the cause checked live if that was asked for. Nothing is masked:
    whoever has the file may read it."""
    spoken = language(options.lang)
    answers = asyncio.run(_investigated(reads, options)) if options.investigate else map(_as_read, reads)
    for read, answer in zip(reads, answers, strict=True):
        if options.json:
            _json(read, answer, spoken)
        else:
            _words(read, answer, spoken, named=len(reads) > 1)


def _json(read: Read, answer: "AnyAnswer", language: str) -> None:
    """Prints one object for each recipient; `"cause": null` if it is not a bounce. If there are more recipients than
    are judged, each object says how many. The chief recipient's cause is the one that is investigated."""
    from bot.cases.values.answers.kinds import BounceAnswer  # noqa: PLC0415

    seen = answer if isinstance(answer, BounceAnswer) else None
    for diagnosis in read.reading.diagnoses or (None,):
        investigation = seen.investigation if seen and seen.diagnosis is diagnosis else None
        made = bounce(read.reading.kind, diagnosis, language, more=read.reading.more, investigation=investigation)
        print(json.dumps({"file": read.file, **made}, ensure_ascii=False))


def _words(read: Read, answer: "AnyAnswer", language: str, *, named: bool) -> None:
    from bot.cli import terminal  # noqa: PLC0415

    if named:
        print(f"== {read.file}")
    terminal.show(answer, language, as_json=False)


def _as_read(read: Read) -> "AnyAnswer":
    from bot.cases.values.answers.kinds import BounceAnswer  # noqa: PLC0415
    from bot.cases.values.answers.refusals import Refusal, RefusalAnswer  # noqa: PLC0415
    from bot.codes.bounces.chief import chief  # noqa: PLC0415

    if read.reading.kind is MailKind.OTHER:
        return RefusalAnswer(Refusal.NOT_A_BOUNCE)
    return BounceAnswer(read.reading, chief(read.reading), private=True)


async def _investigated(reads: Sequence[Read], options: argparse.Namespace) -> list["AnyAnswer"]:
    from bot.cli import working  # noqa: PLC0415  what asks the network loads slowly

    async with working.desk(working.settings(options)) as desk:
        return [await _checked(read, desk) for read in reads]


async def _checked(read: Read, desk: "Desk") -> "AnyAnswer":
    from bot.cases.answering.subjects.about_bounce import first_reading  # noqa: PLC0415
    from bot.cases.values.answers.kinds import BounceAnswer  # noqa: PLC0415
    from bot.cases.values.case import Case  # noqa: PLC0415

    if read.reading.kind is MailKind.OTHER:
        return _as_read(read)
    last = [answer async for _, answer in first_reading(Case(""), read.reading, desk)][-1]
    return replace(last, private=True) if isinstance(last, BounceAnswer) else last

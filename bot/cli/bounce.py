"""`mailbot bounce FILE ...`: what happened to a mail, from the mail that came back.

`--json` prints one object a line for each recipient; with `--lines`, FILE holds one diagnostic text a line.
Exit status: 0 no bounce among them, 1 bounces found, 2 a file that cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.codes.bounces.read import read_file, read_text
from bot.codes.values import BounceReading, MailKind

MAX_FILE = 10 * 1024 * 1024
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class Read:
    """One input and what it holds."""

    file: str
    reading: BounceReading


def arguments(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=say("cli.bounce.files"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    parser.add_argument("--lines", action="store_true", help=say("cli.bounce.lines"))
    parser.add_argument("--lang", help=say("cli.lang"))
    parser.add_argument("--investigate", action="store_true", help=say("cli.bounce.investigate"))


def run(options: argparse.Namespace) -> int:
    found = False
    for name in options.files:
        try:
            raw = _bytes(name)
        except OSError as error:
            print(f"{name}: {error.strerror or error}", file=sys.stderr)
            return 2
        for read in _readings(name, raw, lines=options.lines):
            found = found or read.reading.kind in {MailKind.BOUNCE, MailKind.COMPLAINT}
            if options.json:
                _json(read)
            else:
                _words(read, options)
    return 1 if found else 0


def _bytes(name: str) -> bytes:
    if name == "-":
        raw = sys.stdin.buffer.read(MAX_FILE + 1)
    else:
        with Path(name).open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise OSError(f"larger than {MAX_FILE // 1024 // 1024} MB")
    return raw


def _readings(name: str, raw: bytes, *, lines: bool) -> Iterator[Read]:
    if lines:
        for line in raw.decode("utf-8", "replace").splitlines():
            yield Read(name, read_text(line))
    else:
        yield Read(name, read_file(name, raw))


def _json(read: Read) -> None:
    """One object a recipient; `"cause": null` for what is no bounce."""
    nothing = {"cause": None, "reply_code": None, "status": None, "permanent": False}
    for found in [asdict(diagnosis) for diagnosis in read.reading.diagnoses] or [nothing]:
        print(json.dumps({"file": read.file, "kind": read.reading.kind, **found}, ensure_ascii=False))


def _words(read: Read, options: argparse.Namespace) -> None:
    """The readable answer: `bot.replies` words it; until then the values are shown, a line a recipient."""
    for each in read.reading.diagnoses:
        judged = f"{each.cause} ({each.confidence}, {each.rule})" if each.rule else each.cause
        print(f"{read.file}: {each.recipient or '-'}: {judged}: {each.evidence}")
    if not read.reading.diagnoses:
        print(f"{read.file}: {read.reading.kind}")

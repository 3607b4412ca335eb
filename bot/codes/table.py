"""The code table: every SMTP reply code in use, every registered enhanced status code, and large providers' own.

The data stands in `data/basic.toml`, `enhanced.toml` and `vendor.toml`, and is validated when first read.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from bot.codes.values import Actor, CodeEntry, CodeKind, Resend

_FORMS = {
    CodeKind.BASIC: re.compile(r"[2-5][0-9]{2}"),
    CodeKind.ENHANCED: re.compile(r"X(\.(0|[1-9][0-9]{0,2})){2}"),
}
_FILES = (
    ("basic.toml", CodeKind.BASIC),
    ("enhanced.toml", CodeKind.ENHANCED),
    ("vendor.toml", CodeKind.ENHANCED),
)
_DATA = Path(__file__).parent / "data"
_KEYS = {"reference", "actors", "resend"}
_MORE = {CodeKind.BASIC: {"guide"}, CodeKind.ENHANCED: {"guide", "temporary"}}


class TableError(ValueError):
    """An entry of the table's data cannot be read; the message names the file and the entry."""


def entry(code: str) -> CodeEntry | None:
    """The table's row of one code: `451`, `X.7.26`, or `5.7.26` whatever its class. None where no table has it."""
    return _table().get(re.sub(r"^[245x](?=\.)", "X", code))


def all_entries() -> tuple[CodeEntry, ...]:
    """The whole table: reply codes by number, then enhanced status codes by subject and detail."""
    return tuple(_table().values())


@cache
def _table() -> Mapping[str, CodeEntry]:
    rows: list[CodeEntry] = []
    for name, kind in _FILES:
        rows += load(name, (_DATA / name).read_text("utf-8"), kind)
    table = {row.code: row for row in sorted(rows, key=_order)}
    if len(table) < len(rows):
        twice = sorted(code for code, times in Counter(row.code for row in rows).items() if times > 1)
        raise TableError(f"vendor.toml: [{twice[0]}] is in enhanced.toml already")
    return table


def _order(row: CodeEntry) -> tuple[CodeKind, list[int]]:
    return row.kind, [int(number) for number in re.findall(r"[0-9]+", row.code)]


def load(name: str, text: str, kind: CodeKind) -> list[CodeEntry]:
    """The rows of one data file, in its order.

    Raises TableError, naming the file `name` and the entry, for what does not fit.
    """
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise TableError(f"{name}: {error}") from error
    return [_row(name, code, fields, kind) for code, fields in tables.items()]


def _row(name: str, code: str, fields: Any, kind: CodeKind) -> CodeEntry:
    where = f"{name}: [{code}]"
    if not _FORMS[kind].fullmatch(code):
        raise TableError(f"{where}: no {kind} code")
    if not isinstance(fields, dict):
        raise TableError(f"{where}: a table is wanted")
    if unknown := set(fields) - _KEYS - _MORE[kind]:
        raise TableError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if missing := _KEYS - set(fields):
        raise TableError(f"{where}: {', '.join(sorted(missing))} missing")
    reference, actors, guide = fields["reference"], fields["actors"], fields.get("guide", False)
    if not isinstance(reference, str) or not reference:
        raise TableError(f"{where}: reference must be a text")
    if not isinstance(actors, list) or not actors or len(set(actors)) < len(actors):
        raise TableError(f"{where}: actors must be a list of different names, at least one")
    if not isinstance(guide, bool):
        raise TableError(f"{where}: guide must be true or false")
    try:
        who, resend = tuple(Actor(actor) for actor in actors), Resend(fields["resend"])
        temporary = Resend(fields.get("temporary", Resend.AUTOMATIC))
    except ValueError as error:
        raise TableError(f"{where}: {error}") from error
    return CodeEntry(code, kind, reference, who, resend, guide, temporary)

"""The longer texts of a language, one TOML table for each entry, validated when loaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from bot.languages import locales

TextEntry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys that each entry of a file must and may have; any other key is a mistake."""

    must: frozenset[str]
    may: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    """Keys that each entry must have and that hold a list of words."""


CODES = Shape(
    frozenset({"meaning", "action", "customer"}), frozenset({"title", "note", "temporary"}), frozenset({"keywords"})
)
DIGITS = Shape(frozenset(), frozenset({"title", "text", "commands", "reply", "digits", "enhanced", "customer"}))
CAUSES = Shape(frozenset({"title", "meaning", "action", "customer"}), frozenset({"retry", "happened"}))
MAILS = Shape(frozenset({"title", "meaning", "action", "customer"}))
ADVICE = Shape(frozenset(), CAUSES.must | CAUSES.may)
FINDINGS = Shape(
    frozenset({"title", "meaning"}),
    frozenset({"plain-title", "remedy", "brief", "administrator", "customer", "correspondent"}),
)
"""`plain-title` says what a title says without the facts that it names."""
ZONE_HOSTS = Shape(frozenset({"steps"}))
REASONS = Shape(frozenset(), frozenset({"why", "still"}))
WITHHELD = Shape(frozenset({"remedy", "customer"}))
_CHECK_HEAD = frozenset({"name", "about", "fine-since"})
GUIDE = Shape(frozenset({"text"}), frozenset({"yes", "no", "step", "customer"}))


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's entries, and the texts that stand above them."""

    path: Path
    head: TextEntry
    entries: Mapping[str, TextEntry]
    words: Mapping[str, Sequence[str]]
    """`keywords` of the entries that have some."""


@cache
def load(
    language: str, name: str, shape: Shape, head: frozenset[str] = frozenset(), elsewhere: frozenset[str] = frozenset()
) -> TextFile:
    """`name` such as `codes.toml` or `findings/spf.toml`; `head`, the texts wanted at its top; `elsewhere`, tables that
    others read.

    Raises ValueError that names file and entry where something is missing, unknown or no text.
    """
    path = locales() / language / name
    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    top = {key: value for key, value in data.items() if not isinstance(value, dict)}
    tables = dict(_tables({key: value for key, value in data.items() if key not in elsewhere}))
    _check(path, "the file's head", top, Shape(head))
    for key, value in tables.items():
        _check(path, f"[{key}]", value, shape)
    entries = {key: {k: v for k, v in table.items() if isinstance(v, str)} for key, table in tables.items()}
    words = {key: tuple(map(str, v)) for key, table in tables.items() for v in table.values() if isinstance(v, list)}
    return TextFile(path, {key: str(value) for key, value in top.items()}, entries, words)


@cache
def check_words(language: str, check: str) -> TextFile:
    """A check's words: at the head how it is called and what it is about, then its findings."""
    return load(language, f"findings/{check}.toml", FINDINGS, _CHECK_HEAD, frozenset({"asked-for"}))


def _tables(data: Mapping[str, object], within: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Each entry with its name; that of a table in a table is `first.2`."""
    for key, value in data.items():
        if isinstance(value, dict):
            if any(isinstance(inner, dict) for inner in value.values()):
                yield from _tables(value, f"{within}{key}.")
            else:
                yield f"{within}{key}", value


def _check(path: Path, where: str, entry: Mapping[str, object], shape: Shape) -> None:
    if missing := (shape.must | shape.lists) - entry.keys():
        raise ValueError(f"{path}: {where} lacks {', '.join(sorted(missing))}")
    if unknown := entry.keys() - shape.must - shape.may - shape.lists:
        raise ValueError(f"{path}: {where} has the unknown {', '.join(sorted(unknown))}")
    for key, value in entry.items():
        if key in shape.lists:
            if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
                raise ValueError(f"{path}: {where} {key} must be a list of words")
        elif not isinstance(value, str) or not value.strip():
            raise ValueError(f"{path}: {where} {key} must be a text")


@cache
def checks(language: str) -> tuple[str, ...]:
    """The names of the checks that the language has texts for."""
    return tuple(sorted(file.stem for file in (locales() / language / "findings").glob("*.toml")))

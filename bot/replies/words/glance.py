"""Cuts a longer text after its first sentences; the rest can be folded away."""

import re
from dataclasses import dataclass

from markupsafe import Markup

MOST_WORDS = 75
"""Of a first answer, before what may be folded away; its buttons take some fifteen more."""
_AROUND = 5
"""Signs and the label before what is to be done; each sentence stands behind a dash."""
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZĀ-Ž`\"„“(<])")
"""Where a sentence ends; `el. paštas` and `pvz., kai` go on with a small letter."""
_TAG = re.compile(r"<[^<>]*>")
_OPENING = re.compile(r"<[^<>/][^<>]*(?<!/)>")
_LABEL = re.compile(r'\blabel="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Glance:
    """A text in its sentences, as inline XML."""

    first: tuple[Markup, ...]
    """The sentences shown at once; at least one."""
    rest: tuple[Markup, ...]


def glance(text: str, before: str = "", most: int = MOST_WORDS) -> Glance:
    """`before`: the text before it, as XML; `most`: words of both."""
    sentences = _sentences(text)
    used, first = _words(before) + _AROUND, 0
    for sentence in sentences:
        used += _words(sentence) + 1
        if first and used > most:
            break
        first += 1
    return Glance(sentences[:first], sentences[first:])


def _sentences(text: str) -> tuple[Markup, ...]:
    """Cut between sentences, never within an element."""
    pieces: list[str] = []
    for piece in _END.split(str(text).strip()):
        if pieces and not _whole(pieces[-1]):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return tuple(Markup(piece) for piece in pieces)  # nosec B704  # noqa: S704  parts of our own text, filled already


def _whole(xml: str) -> bool:
    """Whether each element in it is closed."""
    return len(_OPENING.findall(xml)) == xml.count("</")


def _words(xml: str) -> int:
    return len(_TAG.sub(_shown, str(xml)).split())


def _shown(tag: re.Match[str]) -> str:
    """What people see of an element's tag: its label."""
    label = _LABEL.search(tag[0])
    return f" {label[1]} " if label else " "

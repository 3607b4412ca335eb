"""How mail systems word their notices: one detector a module, all of one shape.

A detector has `MARKS`, phrases in lower case of which one must stand in the notice before it is asked at all, and
`find(notice)`, which gives an `Account` for each recipient it can name, or none. The first that finds any is believed.
A new format is a new module and its name in `DETECTORS`, the most particular first.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Protocol

from bot.codes.bounces.formats import (
    carrier,
    courier,
    dragonfly,
    events,
    exchange,
    exim,
    fields,
    generic,
    gmail,
    james,
    labelled,
    mailmarshal,
    messagingserver,
    opensmtpd,
    parenthesised,
    postfix,
    qmail,
    sendmail,
    zoho,
)
from bot.codes.bounces.notice.accounts import Account, filled
from bot.codes.bounces.notice.text import Notice
from bot.codes.bounces.rules.phrases import tokens


class Detector(Protocol):
    """A module of this package."""

    @property
    def MARKS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """Phrases of which one stands in every notice of the kind."""

    def find(self, notice: Notice) -> tuple[Account, ...]:
        """The accounts that the notice gives."""


DETECTORS: tuple[Detector, ...] = (
    events,
    fields,
    james,
    dragonfly,
    opensmtpd,
    zoho,
    mailmarshal,
    carrier,
    sendmail,
    exchange,
    gmail,
    exim,
    qmail,
    messagingserver,
    parenthesised,
    courier,
    postfix,
    labelled,
)


_WITHIN = re.compile(r"(?<=\W)\w+(?=\W)", re.ASCII)
"""A word of a mark with something else of the mark on both sides, so that every text with the mark has it whole."""


def _by_word() -> dict[str, list[tuple[frozenset[str], tuple[int, str]]]]:
    """Each mark with the place of its detector, and its words of that kind, by the longest of them; by "" where it has
    none."""
    marks: defaultdict[str, list[tuple[frozenset[str], tuple[int, str]]]] = defaultdict(list)
    for place, detector in enumerate(DETECTORS):
        for mark in detector.MARKS:
            words = _WITHIN.findall(mark) or [""]
            marks[max(words, key=len)].append((frozenset(words), (place, mark)))
    return dict(marks)


_MARKS = _by_word()
_WORDS = frozenset(_MARKS)


def detect(notice: Notice, *, guess: bool = True) -> tuple[Account, ...]:
    """The accounts of a notice; with `guess`, also of one that no detector knows."""
    for detector in _marked(notice):
        found = detector.find(notice)
        if detector is fields and found and not all(account.reply for account in found):
            found = filled(found, detect(fields.before(notice), guess=False))
        if any(account.reply or account.action for account in found):
            return found
    return generic.find(notice) if guess else ()


def _marked(notice: Notice) -> Iterator[Detector]:
    """The detectors one of whose marks stands in a notice. Only marks are looked for whose words it has."""
    words = {"", *tokens(notice.folded)}
    possible = [mark for word in words & _WORDS for needed, mark in _MARKS[word] if needed <= words]
    last = -1
    for place, mark in sorted(possible):
        if place != last and mark in notice.folded:
            last = place
            yield DETECTORS[place]

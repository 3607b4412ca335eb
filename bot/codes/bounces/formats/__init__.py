"""How mail systems word their notices: one detector a module, all of one shape.

A detector has `MARKS`, phrases in lower case of which one must stand in the notice before it is asked at all, and
`find(notice)`, which gives an `Account` for each recipient it can name, or none. The first that finds any is believed.
A new format is a new module and its name in `DETECTORS`, the most particular first.
"""

from typing import Protocol

from ahocorasick_rs import AhoCorasick

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
    stated,
    zoho,
)
from bot.codes.bounces.notice.accounts import Account, filled
from bot.codes.bounces.notice.text import Notice


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
    stated,
    exchange,
    gmail,
    parenthesised,
    exim,
    qmail,
    messagingserver,
    courier,
    postfix,
    labelled,
)
_NUMBERS = {mark: number for number, detector in enumerate(DETECTORS) for mark in detector.MARKS}
"""The detector of each mark: no two share one."""
_AUTOMATON = AhoCorasick(_NUMBERS, store_patterns=True)


def detect(notice: Notice, *, guess: bool = True) -> tuple[Account, ...]:
    """The accounts of a notice; with `guess`, also of one that no detector knows."""
    marks = _AUTOMATON.find_matches_as_strings(notice.folded, overlapping=True)
    for number in sorted({_NUMBERS[mark] for mark in marks}):
        detector = DETECTORS[number]
        accounts = detector.find(notice)
        if detector is fields and accounts and not all(account.reply for account in accounts):
            accounts = filled(accounts, detect(fields.before(notice), guess=False))
        for account in accounts:
            if account.reply or account.action:
                return accounts
    return generic.find(notice) if guess else ()

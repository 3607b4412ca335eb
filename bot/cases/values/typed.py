"""A text as it was typed, and how it came. Apart from what else is asked: a code in a terminal needs no more."""

from dataclasses import dataclass
from enum import StrEnum

from bot.cases.values.answers.refusals import Refusal


class By(StrEnum):
    """How a text came."""

    SMTP = "smtp"
    MAILCHECK = "mailcheck"
    SHORTCUT = "shortcut"
    OPENING = "opening"
    """A message that opens a thread with the bot."""
    FOLLOW_UP = "follow-up"
    """A message in a case's thread."""
    UNASKED = "unasked"
    """A message that nobody addressed to the bot: of interest only if it is plainly a bounce."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that is answered at once, without a lookup: a code, a word, a call for help, a text to refuse; or a
    greeting, the only one that comes by `OPENING`."""

    text: str
    by: By


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that gets a refusal."""

    reason: Refusal
    given: str = ""
    """The part of it that the refusal shows."""

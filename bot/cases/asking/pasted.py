"""Bounces and mails that somebody pastes: whether a text is one, and its reading."""

import re

from bot.cases.values.asked import Bounce, DeliveredMail
from bot.codes.bounces.chief import chief as chief_of
from bot.codes.bounces.paste import is_reply, names_something
from bot.codes.bounces.read import read_text
from bot.codes.values import BounceReading, Confidence, MailKind
from bot.mails.read import is_header
from bot.mails.read import read_text as read_mail
from bot.mails.values import Kind
from bot.measures import MOST_CHARACTERS, is_few_words

_SENTENCE = 12
"""Words; a question about a bounce is seldom longer, a bounce seldom shorter."""
_CODED = re.compile(r"\b[245]\d\d[ -]|\b[245]\.\d{1,3}\.\d{1,3}\b")
_SURE = (Confidence.PROVIDER, Confidence.WORDING)


def read_bounce(text: str) -> BounceReading | None:
    """The text's reading where it says more than a code's own explanation would; None for a bare code.

    That is a cause told by wording, a server's reply with words of its own, or a code in a text of several lines.
    """
    if is_few_words(text):
        return None
    reading = read_text(text[:MOST_CHARACTERS])
    chief = chief_of(reading)
    if reading.kind is MailKind.OTHER or chief is None:
        return None
    coded = bool(chief.reply_code or chief.status)
    return reading if _sure(reading) or (coded and ("\n" in text.strip() or is_reply(text))) else None


def pasted_mail(text: str) -> DeliveredMail | None:
    """A mail that was delivered, or its header alone, read; None for a bounce and for what is no header."""
    reading = read_mail(text[:MOST_CHARACTERS]) if "\n" in text or is_header(text) else None
    return DeliveredMail(reading) if reading is not None and reading.kind is Kind.MAIL else None


def pasted_bounce(text: str) -> Bounce | None:
    """A message that is a pasted bounce rather than a question about one, read."""
    reading = read_bounce(text) if may_be_bounce(text) else None
    short = len(text.split()) <= _SENTENCE and "\n" not in text.strip()
    if reading is None or (short and not _sure(reading) and not names_something(text)):
        return None  # `550 5.1.1 ka daryti` begins as a reply does, and asks
    return Bounce(reading)


def read_surely(text: str) -> BounceReading | None:
    """A text's reading where its words tell the cause."""
    reading = read_bounce(text)
    return reading if reading is not None and _sure(reading) else None


def plain_bounce(text: str) -> Bounce | None:
    """A message that is a bounce beyond doubt, read: of several lines, with a code, told by its wording."""
    if not may_be_plain_bounce(text) or pasted_mail(text) is not None:
        return None
    reading = read_bounce(text)
    chief = chief_of(reading) if reading else None
    if reading is None or chief is None or reading.kind is not MailKind.BOUNCE:
        return None
    return Bounce(reading) if chief.confidence in _SURE and (chief.reply_code or chief.status) else None


def may_be_plain_bounce(text: str) -> bool:
    """Whether it may be one, told without reading it: most messages of a channel are not."""
    return "\n" in text.strip() and len(text) <= MOST_CHARACTERS and _CODED.search(text) is not None


def may_be_bounce(text: str) -> bool:
    """Whether a message is as long as pasted bounces are, or begins as a server's reply does."""
    return len(text.split()) > _SENTENCE or "\n" in text.strip() or is_reply(text)


def _sure(reading: BounceReading) -> bool:
    chief = chief_of(reading)
    return reading.kind is not MailKind.BOUNCE or (chief is not None and chief.confidence in _SURE)

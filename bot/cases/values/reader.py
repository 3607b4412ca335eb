"""How what comes from outside is read: mails, pasted texts, long sentences.

Who answers many people at once must not read them where it answers: a text made for it may take minutes or gigabytes
(`bot.reading` has processes for that). What is short costs little however it is made, and is read on the spot.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # a code needs none of them, and what is asked knows votes, whose cases know the desk with its reader
    from bot.cases.values.asked import Answerable, Unread
    from bot.cases.values.case import Case
    from bot.codes.values import BounceReading, CodeReading
    from bot.mails.chain import Chain
    from bot.mails.signatures import KeyRecord, Verified
    from bot.mails.values import MailReading
    from bot.reports.values import Reading as Report
    from bot.screenshots.values import PictureText


class TooHard(Exception):  # noqa: N818  it is the text's fault, not the program's
    """A text took too long to read, or too much memory."""


class Reader(Protocol):
    """Reads texts. Raises TooHard."""

    async def file(self, name: str, content: bytes) -> "BounceReading":
        """A dropped mail."""

    async def mail(self, content: bytes) -> "MailReading":
        """A dropped mail that is no bounce: its path, what the receiver made of it, what is wrong."""

    async def report(self, content: bytes) -> "Report":
        """A dropped file, if it is a report or a mail that carries one."""

    async def picture(self, content: bytes) -> "PictureText":
        """The words in a dropped picture; why there are none is told, and never raised."""

    async def signatures(self, content: bytes, keys: "Sequence[KeyRecord]") -> "tuple[Verified, ...]":
        """A dropped mail's DKIM signatures, verified with these keys."""

    async def chain(self, content: bytes, keys: "Sequence[KeyRecord]") -> "Chain | None":
        """A dropped mail's ARC chain, verified with these keys; None where it has none."""

    async def asked(self, unread: "Unread", case: "Case") -> "tuple[Answerable, ...]":
        """What a text asks in this case."""

    async def code(self, text: str) -> "CodeReading | None":
        """The code, its beginning, or the words for one that a text holds."""

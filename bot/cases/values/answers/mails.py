"""The answer to a mail that was delivered: what is wrong with it, its path, what the receiver made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cases.values.investigation import Investigation
    from bot.mails.chain import Chain
    from bot.mails.signatures import Verified
    from bot.mails.values import MailReading


class AnswerPart(StrEnum):
    """What of the answer is asked for."""

    WHOLE = "whole"
    CAUSE = "cause"
    SHORT = "short"
    """The cause's name alone."""
    PATH = "path"
    FORGED = "forged"
    """Whether it is from whom it seems to be."""
    WHO = "who"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """One cause first; then as much as `part` asks."""

    reading: MailReading
    investigation: Investigation | None = None
    part: AnswerPart = AnswerPart.WHOLE
    signatures: tuple[Verified, ...] = ()
    """Its signatures as they verify now; empty where its bytes are not as they were sent."""
    chain: Chain | None = None
    """Its ARC chain as it verifies now; None where it has none, or its bytes are not as they were sent."""
    checking: bool = False
    """The live checks are still under way."""
    private: bool = False
    """Only the asker sees it: addresses are shown in full."""

    def shows(self, *parts: str) -> bool:
        return self.part in parts

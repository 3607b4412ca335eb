"""An answer as it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a code needs no other kind of answer
    from bot.cases.values.answers.kinds import AnyAnswer
    from bot.cases.values.questions import Question


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the questions that are likeliest next, offered as buttons."""

    answer: AnyAnswer
    next: tuple[Question, ...] = ()
    more: tuple[Question, ...] = ()
    """Further ones, behind a menu."""
    seen: str = ""
    """The words as they were read in a picture, where one was dropped."""
    uninvited: bool = False
    """The bot is no member of the channel: the answer says that inviting it allows follow-ups."""

"""Answers to a short text: a code, codes, help, a greeting. Apart from the others, which need far more values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.codes.values import CodeEntry, Explanation


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """One code explained: meaning, who acts, whether to send again, what to do, source."""

    explanation: Explanation


@dataclass(frozen=True, slots=True)
class CodeListAnswer:
    """Codes that begin with given digits (`45`, `4xx`), or that a word finds (`greylisting`)."""

    asked: str
    entries: tuple[CodeEntry, ...]
    digit: str | None
    """The first digit, whose meaning is said first; None for a word."""


@dataclass(frozen=True, slots=True)
class HelpAnswer:
    """What the bot can do, with examples. `command` narrows it to one command."""

    command: str | None = None


@dataclass(frozen=True, slots=True)
class GreetingAnswer:
    """Who says hello hears what the bot does, with examples as buttons."""

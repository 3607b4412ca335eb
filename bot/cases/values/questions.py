"""What a follow-up asks, apart from how it was said."""

import re
from dataclasses import dataclass
from enum import StrEnum

HOW_LONG = "how-long"
ALL = "all"
"""The subject of an explanation: every check."""
OPTIONAL = "optional"
"""The subject of an explanation: what can be added and need not be. `detail`: how many there are."""
_BETWEEN = "|"
_STATUS = r"[245xX]\.\d{1,3}\.\d{1,3}"
_CODE = re.compile(rf"[2-5]\d\d(?: {_STATUS})?|{_STATUS}")


class Intent(StrEnum):
    EXPLAIN = "explain"
    FIX = "fix"
    SHOW = "show"
    RECHECK = "recheck"
    CODE = "code"
    CHECK = "check"
    WHO = "who"
    RETRY = "retry"
    """`detail`: `HOW_LONG` where the time is asked for."""
    CUSTOMER = "customer"
    CHECKLIST = "checklist"
    LIMITS = "limits"
    LANGUAGE = "language"
    CHANGES = "changes"
    PLAIN = "plain"
    """The same in words that need no knowledge of the field."""
    SHORTER = "shorter"
    """The same in one sentence."""
    WHY = "why"
    SPAM = "spam"
    """Why mail lands in the spam folder."""
    SAFE = "safe"
    """Whether the change that was proposed can do harm."""
    OURS = "ours"
    """What follows if the sending server is one's own."""
    REPEATS = "repeats"
    """What to do if the error comes again and again."""
    DENIED = "denied"
    """The customer says that they sent no such mail."""
    STILL = "still"
    """What was advised is done, and the error remains."""
    WATCH = "watch"
    """`detail`: `daily` or `hourly`."""
    UNWATCH = "unwatch"
    WATCHES = "watches"
    HISTORY = "history"
    REPORT = "report"
    SPREAD = "spread"
    """Whether a change of records has spread. `detail`: DKIM selectors to look at, a blank between."""
    PATH = "path"
    """Which way the thread's mail took, and where it waited."""
    FORGED = "forged"
    """Whether the thread's mail is from whom it seems to be."""
    THANKS = "thanks"
    HELP = "help"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. A button carries one too, so that a click and a sentence take the same way."""

    intent: Intent
    subject: str | None = None
    """A check's name, a code, a domain or a language, as the intent has it; None means what was last spoken of."""
    detail: str | None = None
    """What the intent says of it. Of an explanation, the IP address that is asked about: "is 203.0.113.7 allowed?".
    Of a change of language, the question whose answer is to be said in it."""

    def __str__(self) -> str:
        subject = f":{self.subject}" if self.subject else ""
        return f"{self.intent}{subject}{_BETWEEN}{self.detail}" if self.detail else f"{self.intent}{subject}"

    @classmethod
    def parse(cls, text: str) -> "Question":
        """What `str` wrote, as a button carries it. Anything else is an unknown question."""
        head, _, detail = text.partition(_BETWEEN)
        intent, _, subject = head.partition(":")
        if intent not in list(Intent):
            return cls(Intent.UNKNOWN)
        return cls(Intent(intent), subject or None, detail or None)


def is_code(subject: str | None) -> bool:
    """Whether a question's subject is a reply code, an enhanced status code, or both: `550 5.7.1`."""
    return bool(subject and _CODE.fullmatch(subject))

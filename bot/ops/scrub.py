"""What must not leave the process in a log or an error report: secrets, addresses, and what people and mails say.

The first line of defence is not to log it. This is the last one.
"""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

HIDDEN = "[hidden]"
LONGEST = 300
"""Characters of one value: a line of our own is shorter, a mail's text is longer."""
_FRAMES = 12
_SHORTEST_SECRET = 6
_HERE = Path(__file__).resolve().parents[2]
_SQL = re.compile(r"\[(?:SQL|parameters): .*", re.DOTALL)
_URL = re.compile(r"\b([a-z][a-z0-9+.-]{0,20}://)(?:[^\s/@'\"]*@)?([^\s/?#'\")>]+)[^\s'\")>]*", re.IGNORECASE)
"""Slack's `response_url`, a socket's ticket and a database's password all stand in URLs: the host alone is kept."""
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)[-.][\w.-]+")
_BEARER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]+", re.IGNORECASE)
_LOCAL_PART = re.compile(r"(?:\"[^\"]*\"|(?<![^\s<>@\"'(),:;\[\]])[^\s<>@\"'(),:;\[\]]++)@(?=[^\s@])")


def scrub(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text, shortened, without `secrets`, tokens, SQL, what follows a URL's host, and local parts of addresses."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, HIDDEN)
    text = _SQL.sub(HIDDEN, text)
    text = _URL.sub(r"\1\2", text)
    text = _TOKEN.sub(HIDDEN, text)
    text = _BEARER.sub(rf"\1 {HIDDEN}", text)
    text = _LOCAL_PART.sub(f"{HIDDEN}@", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def first_clause(text: str) -> str:
    """A library's message up to what it quotes: `Failed to parse a message` of `… a message: {"type": …`."""
    return re.split(r"[:({\[\n]", text, maxsplit=1)[0].strip()


def detail(error: BaseException) -> str:
    """What may be logged of an error besides its type: Slack's or the system's own word for it. Empty for all others,
    whose messages may quote what they failed on."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error") or "") if hasattr(error.response, "get") else ""
    if isinstance(error, SQLAlchemyError):
        return type(getattr(error, "orig", error)).__name__
    if isinstance(error, OSError):
        return error.strerror or ""
    return ""


def trace(error: BaseException) -> str:
    """The error and those it came from, the last first: types and places in the code, and no messages."""
    return "\n".join(_lines(error))


def _lines(error: BaseException | None) -> Iterator[str]:
    begun = False
    while error is not None:
        text = detail(error)
        yield ("from " if begun else "") + type(error).__name__ + (f" ({text})" if text else "")
        for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]:
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        begun = True
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _place(file: str) -> str:
    """The path from the checkout or the libraries' folder on."""
    name = file.rpartition("site-packages/")[2]
    return name.removeprefix(f"{_HERE}/")

"""A server's reply in, its likely causes out."""

import re
from collections.abc import Iterator

from bot.classifier.features import pieces, words
from bot.classifier.model import Guess, model

MAX_TEXT = 600
"""Characters of a reply that are weighed: what counts stands at its beginning."""

_MASKS = tuple(
    (re.compile(pattern), f" {mask} ")
    for pattern, mask in (
        (r"https?://\S{1,400}", "@url"),
        (r"[^\s<>\"'()\[\]:;,]{1,64}@[^\s<>\"'()\[\]:;,]{1,253}", "@addr"),
        (r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d|\d)", "@ip"),
        (r"\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3,7}\b|\b[0-9a-f:]{2,39}::[0-9a-f:]{0,39}", "@ip"),
        (r"(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)|^\W{0,4}[245][0-5]\d(?=[\s\-#]|$)", ""),
        (r"\b(?=[\w-]{0,62}[a-z])[\w-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}\b", "@host"),
        (r"\b(?=\w{0,60}\d)\w{1,61}\b", "@n"),
    )
)
_WORD = re.compile(r"@?[^\W_]+(?:'[a-z]{1,2})?")


def score(text: str, code: str | None, status: str | None, command: str | None) -> tuple[Guess, ...]:
    """The causes of a reply with their probabilities, the likeliest first.

    `code` is the reply code (`550`), `status` the enhanced status code (`5.1.1`), `command` the SMTP command that was
    answered (`rcpt`, `mail`, `data`, `connect`, `helo`, `auth`, `starttls`). Empty where there is nothing to go by.
    """
    return model("bounces").guess(features(text, code, status, command))


def features(text: str, code: str | None, status: str | None, command: str | None) -> Iterator[str]:
    said = masked(text)
    yield from words(said, 2)
    yield from pieces([word for word in said if not word.startswith("@")], 4, 4)
    if code:
        yield f"code:{code}"
        yield f"class:{code[0]}"
    if status:
        yield f"status:{status[1:]}"
        yield f"subject:{status[1:].rpartition('.')[0]}"
    if command:
        yield f"command:{command}"
        yield f"command:{command} {code}"


def masked(text: str) -> list[str]:
    """The reply's words in lower case, with marks for addresses, links, hosts and numbers; without its own codes."""
    lower = text[:MAX_TEXT].lower()
    for pattern, mask in _MASKS:
        lower = pattern.sub(mask, lower)
    return _WORD.findall(lower)

"""Classifies a server's reply: text in, its likely causes out."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.classifier.features import Pieces, TextFeatures
from bot.classifier.model import model

PIECES = Pieces(4, 4)
MAX_TEXT = 600
"""Characters of a reply that are weighed: what counts stands at its beginning."""

_OWN_CODE = re.compile(r"\W{0,4}[245][0-5]\d(?=[\s\-#]|$)")
_MASKS = tuple(
    (needed, re.compile(pattern), f" {mask} ")
    for needed, pattern, mask in (
        ("://", r"https?://\S+", "@url"),
        ("@", r"[^\s<>\"'()\[\]:;,]{1,64}@[^\s<>\"'()\[\]:;,]{1,253}", "@addr"),
        (".", r"\d(?<![\w.].)\d{0,2}\.(?:\d{1,3}\.){2}\d{1,3}(?![\w.]\d|\d)", "@ip"),
        (":", r"\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3,7}\b|\b[0-9a-f:]{2,39}::[0-9a-f:]{0,39}", "@ip"),
        (".", r"[245](?<![\w.].)\.\d{1,3}\.\d{1,3}(?!\d|\.\d)", ""),
        (".", r"\b(?=[\w-]{0,62}[a-z])[\w-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}\b", "@host"),
    )
)
"""What stands for anything of a kind; a pattern is only tried on words that have the characters before it."""
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\b(?=\w{0,60}\d)\w{1,61}\b")
_WORD = re.compile(r"@?[^\W_]+(?:'[a-z]{1,2})?")
_BESIDE = ".,:;!?()[]<>\"'"


def score(text: str, code: str | None, status: str | None, command: str | None) -> dict[str, float]:
    """The probabilities of a reply's likely causes.

    `code` is the reply code (`550`), `status` the enhanced status code (`5.1.1`), `command` the SMTP command that was
    answered (`rcpt`, `mail`, `data`, `connect`, `helo`, `auth`, `starttls`). Empty where there is nothing to go by.
    """
    return model("bounces", PIECES).probabilities(prepared(text, code, status, command))


def prepared(text: str, code: str | None, status: str | None, command: str | None) -> TextFeatures:
    words = masked(text)
    return TextFeatures(frozenset(words), frozenset(pairwise(words)), _of_codes(code, status, command))


@lru_cache(maxsize=1000)
def _of_codes(code: str | None, status: str | None, command: str | None) -> tuple[str, ...]:
    """The names of a reply's features beside its words; servers use few codes."""
    names: list[str] = []
    if code:
        names += f"code:{code}", f"class:{code[0]}"
    if status:
        names += f"status:{status[1:]}", f"subject:{status[1:].rpartition('.')[0]}"
    if command:
        names += f"command:{command}", f"command:{command} {code}"
    return tuple(names)


@lru_cache(maxsize=8)
def masked(text: str) -> tuple[str, ...]:
    """The reply's words in lower case, with marks for addresses, links, hosts and numbers; without its own codes.

    The last texts' are kept: judging asks for one reply's words several times.
    """
    words: list[str] = []
    text = text[:MAX_TEXT].lower()
    own_code = _OWN_CODE.match(text)
    for chunk in (text[own_code.end() :] if own_code else text).split():
        if chunk.isalpha():
            words.append(chunk)
        elif (word := chunk.strip(_BESIDE)).isalpha():
            words.append(word)
        else:
            words += _masked(chunk)
    return tuple(words)


def _masked(chunk: str) -> list[str]:
    for needed, pattern, mask in _MASKS:
        if needed in chunk:
            chunk = pattern.sub(mask, chunk)
    if _DIGIT.search(chunk):
        chunk = _NUMBER.sub(" @n ", chunk)
    return _WORD.findall(chunk)

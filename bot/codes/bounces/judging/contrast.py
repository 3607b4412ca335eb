"""The part of a reply that gives the reason where it also says what is not the reason: "the user exists, but ..."."""

import re

from bot.codes.bounces.rules.contrasts import ASIDE, REST
from bot.codes.bounces.rules.knowledge import Knowledge
from bot.codes.bounces.rules.matching import Saying

_EITHER = re.compile(rf"[\s,;:(-](?:{'|'.join(REST)}|{'|'.join(ASIDE)})[\s,]")
_BEHIND = re.compile(rf"[\s,;:(-](?:{'|'.join(REST)})[\s,]{{1,3}}", re.IGNORECASE)
_BEFORE = re.compile(rf"[\s,;:(-](?:even\s)?(?:{'|'.join(ASIDE)})\s", re.IGNORECASE)
SHORTEST = 12
"""Characters that a reason has."""
MAX_TEXT = 600


def reason_of(words: Saying, text: str, known: Knowledge) -> str | None:
    """The part of a text behind "but", or before "although"; None where it is not told apart so. `words` are those of
    a text that holds it."""
    if known.contrasts.isdisjoint(words.pieces) or not _EITHER.search(words.folded):
        return None
    text = text[:MAX_TEXT]
    if rest := _BEHIND.search(text):
        return _long_enough(text[rest.end() :])
    aside = _BEFORE.search(text)
    return _long_enough(text[: aside.start()]) if aside else None


def _long_enough(text: str) -> str | None:
    return text if len(text) >= SHORTEST else None

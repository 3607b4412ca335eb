"""The part of a reply that gives the reason where it also says what is not the reason: "the user exists, but ..."."""

import re

from bot.codes.bounces.rules.matching import Saying

_REST = (
    "but",
    "however",
    "aber",
    "jedoch",
    "mais",
    "pero",
    "mas",
    "maar",
    "ale",
    "lecz",
    "jednak",
    "но",
    "однако",
    "bet",
    "tačiau",
    "taču",
    "kuid",
    "men",
    "mutta",
    "avšak",
)
"""What stands behind these is the reason."""
_ASIDE = (
    "although",
    "though",
    "despite",
    "obwohl",
    "trotz",
    "malgré",
    "aunque",
    "sebbene",
    "nonostante",
    "embora",
    "hoewel",
    "ondanks",
    "choć",
    "chociaż",
    "mimo",
    "хотя",
    "несмотря",
    "nors",
    "nepaisant",
    "kuigi",
    "vaikka",
    "ačkoli",
)
"""What stands behind these is not."""
_EITHER = re.compile(rf"[\s,;:(-](?:{'|'.join(_REST)}|{'|'.join(_ASIDE)})[\s,]")
_BEHIND = re.compile(rf"[\s,;:(-](?:{'|'.join(_REST)})[\s,]{{1,3}}", re.IGNORECASE)
_BEFORE = re.compile(rf"[\s,;:(-](?:even\s)?(?:{'|'.join(_ASIDE)})\s", re.IGNORECASE)
SHORTEST = 12
"""Characters that a reason has."""
MAX_TEXT = 600


def reason_of(words: Saying, text: str) -> str | None:
    """The part of a text behind "but", or before "although"; None where it is not told apart so. `words` are those of
    a text that holds it."""
    if not _EITHER.search(words.folded):
        return None
    text = text[:MAX_TEXT]
    if rest := _BEHIND.search(text):
        return _long_enough(text[rest.end() :])
    aside = _BEFORE.search(text)
    return _long_enough(text[: aside.start()]) if aside else None


def _long_enough(text: str) -> str | None:
    return text if len(text) >= SHORTEST else None

"""A follow-up question in, what it likely asks out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.classifier.features import Pieces, Text, runs
from bot.classifier.model import Guess, model

PIECES = Pieces(2, 5)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, folded; or the mark of a thing that is named: `#check`, `#code`, `#domain`, `?`."""

    text: str
    sets: frozenset[str] = frozenset()
    """The vocabulary's sets that it belongs to: words that mean the same."""


def intents(said: Sequence[Word]) -> tuple[Guess, ...]:
    """The intents of a question with their probabilities, the likeliest first; empty where nothing of it is known."""
    return model("questions", PIECES).guess(prepared(said))


def prepared(said: Sequence[Word]) -> Text:
    others = set(runs(("^", *(word.text for word in said), "$"), 3))
    for word in said:
        others.update(f"s:{name}" for name in word.sets)
    for one, two in pairwise((Word("^"), *said, Word("$"))):
        if one.sets or two.sets:
            others.update(f"s:{a} {b}" for a in one.sets or {one.text} for b in two.sets or {two.text})
    return Text(frozenset(word.text for word in said), frozenset(others))

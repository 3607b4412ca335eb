"""A follow-up question in, what it likely asks out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.classifier.features import pieces, words
from bot.classifier.model import Guess, model


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, folded; or the mark of a thing that is named: `#check`, `#code`, `#domain`, `?`."""

    text: str
    sets: frozenset[str] = frozenset()
    """The vocabulary's sets that it belongs to: words that mean the same."""


def intents(said: Sequence[Word]) -> tuple[Guess, ...]:
    """The intents of a question with their probabilities, the likeliest first; empty where nothing of it is known."""
    return model("questions").guess(features(said))


def features(said: Sequence[Word]) -> Iterator[str]:
    yield from words(("^", *(word.text for word in said), "$"), 3)
    yield from pieces([word.text for word in said if word.text[:1].isalpha()], 2, 5)
    for word in said:
        yield from (f"s:{name}" for name in word.sets)
    for one, two in pairwise((Word("^"), *said, Word("$"))):
        if one.sets or two.sets:
            yield from (f"s:{a} {b}" for a in one.sets or {one.text} for b in two.sets or {two.text})

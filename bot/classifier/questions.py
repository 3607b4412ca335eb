"""A follow-up question in, what it likely asks out."""

from collections.abc import Sequence
from itertools import pairwise

from bot.classifier.features import Pieces, TextFeatures
from bot.classifier.model import model

PIECES = Pieces(2, 5)
MOST_WORDS = 60
"""Words of a question that are weighed."""


def score(words: Sequence[str]) -> dict[str, float]:
    """The probabilities of a question's likely intents.

    `words` are its words' stems in order; a thing such as a check, a code or a domain is its kind with a mark before
    it (`#check`). Empty where no word is known.
    """
    return model("questions", PIECES).probabilities(prepared(words))


def prepared(words: Sequence[str]) -> TextFeatures:
    marked = ["^", *words[:MOST_WORDS], "$"]
    threes = zip(marked, marked[1:], marked[2:], strict=False)
    return TextFeatures(frozenset(marked[1:-1]), frozenset([*pairwise(marked), *threes]))

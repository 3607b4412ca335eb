"""Finds codes by the words that people use for them, forgiving endings, diacritics and slips of the finger."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.codes.words import fold, forms, words

MAX_WORDS = 6
"""Longer texts are prose, which no search is for."""
_SLIP = 0.8
"""The least likeness of a misspelt word: one slip in five letters."""
_SLIP_LENGTH = 5
_TAIL = 0.5
"""A match worse than this part of the best is left out."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    code: str
    words: tuple[frozenset[str], ...]
    """The forms of each of its words."""


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Which words stand for which codes; of any number of languages at once."""

    _phrases: tuple[_Phrase, ...]

    @classmethod
    def build(cls, entries: Iterable[tuple[str, Iterable[str]]]) -> "WordIndex":
        """From codes (`451`, `X.7.1`) and the words or short phrases that stand for each."""
        return cls(
            tuple(
                _Phrase(code, tuple(forms(word) for word in words(phrase)))
                for code, phrases in entries
                for phrase in phrases
            )
        )

    def find(self, text: str) -> list[str]:
        """The codes that the words of `text` stand for, the best fit first; of equal fits, the first built.

        A code fits when the text holds one of its phrases whole, or when all words of the text are among its words.
        Nothing is found for more than `MAX_WORDS` words.
        """
        asked = words(text)
        if not 0 < len(asked) <= MAX_WORDS:
            return []
        query = [_Asked(fold(word), forms(word)) for word in asked]
        fits: dict[str, float] = {}
        covered: dict[str, list[float]] = {}
        for phrase in self._phrases:
            likeness = [max((word.likeness(known) for known in phrase.words), default=0.0) for word in query]
            best = covered.setdefault(phrase.code, [0.0] * len(query))
            covered[phrase.code] = [max(pair) for pair in zip(best, likeness, strict=True)]
            if all(any(word.likeness(known) for word in query) for known in phrase.words):
                fit = sum(likeness) / max(len(query), len(phrase.words)) + len(phrase.words)
                fits[phrase.code] = max(fits.get(phrase.code, 0.0), fit)
        for code, best in covered.items():
            if all(best):
                fits[code] = max(fits.get(code, 0.0), sum(best) / len(query))
        least = max(fits.values(), default=0.0) * _TAIL
        order = list(covered)
        return sorted(
            (code for code, fit in fits.items() if fit >= least), key=lambda code: (-fits[code], order.index(code))
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the query."""

    folded: str
    forms: frozenset[str]

    def likeness(self, known: frozenset[str]) -> float:
        """1 for the same word, less for a slip of the finger, 0 for another word."""
        if not self.forms.isdisjoint(known):
            return 1.0
        if len(self.folded) < _SLIP_LENGTH:
            return 0.0
        return max(OSA.normalized_similarity(self.folded, form, score_cutoff=_SLIP) for form in known)

"""Finds codes by the words that people use for them, forgiving endings, diacritics and slips of the finger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.codes.words import forms, words
from bot.measures import fold

MAX_WORDS = 6
"""Longer texts are prose, which no search is for."""
_SLIP = 0.8
"""The least likeness of a misspelt word: one slip in five letters."""
_LONGEST = 60
"""Letters of a word that is looked for; no word of an index has half as many."""
_SLIP_LENGTH = 5
_TAIL = 0.6
"""A code that fits worse than this part of the best is left out."""

_Likeness = Mapping[str, float]
"""How like the words of the index are to a word asked, from `_SLIP` to 1; other words are missing."""


class _Cover:
    """How well a code's phrases explain each word of the text, and the first phrase's place."""

    def __init__(self, size: int) -> None:
        self.best: dict[str, list[float]] = defaultdict(lambda: [0.0] * size)
        self.place: dict[str, int] = {}

    def add(self, code: str, place: int, likeness: list[float]) -> None:
        if any(likeness):
            self.best[code] = [max(pair) for pair in zip(self.best[code], likeness, strict=True)]
            self.place[code] = min(place, self.place.get(code, place))


class WordIndex:
    """Which words stand for which codes; of any number of languages at once."""

    def __init__(self, phrases: tuple[tuple[str, int, tuple[str, ...]], ...]) -> None:
        """Of each phrase: its code, its place among the code's phrases, its words. See `build`."""
        self._phrases = phrases

    @classmethod
    def build(cls, entries: Iterable[tuple[str, Iterable[str]]]) -> "WordIndex":
        """From codes (`451`, `X.7.1`) and the words or short phrases that stand for each, the most telling first.

        Cheap: the words are stemmed (some 0.2 s) when something is first looked up.
        """
        return cls(
            tuple(
                (code, place, tuple(words(phrase))) for code, phrases in entries for place, phrase in enumerate(phrases)
            )
        )

    def find(self, text: str) -> list[str]:
        """The codes that the words of `text` stand for, the best fit first.

        A code fits when the text holds one of its phrases whole, or, less well, when all words of the text are among
        its words. It fits the better, the more of the text its phrases explain; of equal fits, the one whose phrase
        stands first among its own. Nothing for more than `MAX_WORDS` words.
        """
        query = words(text)
        if not 0 < len(query) <= MAX_WORDS:
            return []
        likeness = [self._like(word) for word in query]
        held = _Cover(len(query))
        touched = _Cover(len(query))
        for code, place, phrase in self._phrases:
            best = [max((like.get(word, 0.0) for word in phrase), default=0.0) for like in likeness]
            touched.add(code, place, best)
            if all(any(word in like for like in likeness) for word in phrase):
                held.add(code, place, best)
        fits = {code: (sum(best) / 2, 0) for code, best in touched.best.items() if all(best)}
        fits |= {code: (sum(best), -held.place[code]) for code, best in held.best.items()}
        least = max(fits.values(), default=(0.0, 0))[0] * _TAIL
        return sorted((code for code in fits if fits[code][0] >= least), key=fits.__getitem__, reverse=True)

    def _like(self, word: str) -> _Likeness:
        """The index's words that are like `word`: the same but for its ending, or else misspelt."""
        known = self._known
        if len(word) > _LONGEST:
            return {}
        same = {word: 1.0 for form in forms(word) for word in known.get(form, ())}
        if same or len(word) < _SLIP_LENGTH:
            return same
        close = process.extract(
            fold(word), known.keys(), scorer=OSA.normalized_similarity, score_cutoff=_SLIP, limit=None
        )
        scores: dict[str, float] = {}
        for form, score, _ in close:
            for meant in known[form]:
                scores[meant] = max(scores.get(meant, 0.0), score)
        return scores

    @cached_property
    def _known(self) -> Mapping[str, set[str]]:
        """The index's words by each of their forms."""
        known: dict[str, set[str]] = defaultdict(set)
        for word in {word for *_, phrase in self._phrases for word in phrase}:
            for form in forms(word):
                known[form].add(word)
        return dict(known)

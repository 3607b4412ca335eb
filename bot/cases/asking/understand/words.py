"""Which entries of a vocabulary one typed word stands for: by spelling, by stem, by its beginning, or nearly so."""

from functools import cache, lru_cache

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import languages

SHORTEST_STEMMED = 4
SHORTEST_STEM = 4
"""Shorter words are compared letter by letter, and so are those with shorter stems, which are anybody's."""

SHORTEST_WITH_ENDING = 5
MOST_REMEMBERED = 10_000
"""Words whose atoms are kept: people use few, and anything may be typed."""
LONGEST_MISTYPED = 24
SHORTEST_MISTYPED = 6
"""Letters of a beginning that may hold a slip."""

Atom = int
"""One entry of the index: a spelling, a stem or a beginning."""


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer.__class__:
    return snowballstemmer.stemmer(languages.language(language).stemmer)


@lru_cache(maxsize=10_000)
def stem(word: str, language: str) -> str:
    """The stem of a word that is folded first, in the vocabulary as in the message; a short word is its own."""
    return word if len(word) < SHORTEST_STEMMED else str(_stemmer(language).stemWord(word))


class Index:
    """Words by atom. `add` while a vocabulary is loaded, `find` ever after."""

    def __init__(self) -> None:
        self._atoms: dict[tuple[str, str], Atom] = {}
        self._spellings: set[str] = set()
        self._whole: set[str] = set()
        self._beginnings_of_forms: list[tuple[str, str]] = []
        self._found: dict[str, frozenset[Atom]] = {}
        self._alike: dict[tuple[str, int], list[str]] = {}
        self._beginnings: dict[tuple[str, int], list[str]] = {}

    def add(self, pattern: str, language: str) -> Atom:
        """The atom of a pattern: `klaid*` (begins so), `*yti` (ends so), `=ar` (spelled so), `klaida` (has this stem in
        `language`)."""
        if pattern.startswith("*"):
            key = ("-", pattern[1:])
        elif pattern.endswith("*"):
            key = ("*", pattern[:-1])
        elif pattern.startswith("="):
            key = ("=", pattern[1:])
        elif len(pattern) < SHORTEST_STEMMED:
            key = ("=", pattern)
        else:
            stemmed = stem(pattern, language)
            key = (language, stemmed) if len(stemmed) >= SHORTEST_STEM else ("=", pattern)
        if key[0] != "-":
            self._spellings.add(pattern.strip("=*"))
        if key[0] not in "-*":
            self._whole.add(pattern.strip("="))
        return self._atoms.setdefault(key, len(self._atoms))

    def add_beginning(self, written: str, read: str) -> None:
        """The beginning of a word form, and its beginning in the listed word: `ne` for nothing, `pasi` for `pa`."""
        self._beginnings_of_forms.append((written, read))

    def endings(self, word: str) -> frozenset[Atom]:
        """The atoms of a word's endings. They tell its form, not what it means: a word may have them and be unknown."""
        keys = [("-", word[-length:]) for length in range(2, 5)] if len(word) >= SHORTEST_WITH_ENDING else []
        return frozenset(self._atoms[key] for key in keys if key in self._atoms)

    def find(self, word: str) -> frozenset[Atom]:
        """The atoms of a folded word as typed; where it has none, those of the one word that it nearly is."""
        if word not in self._found:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            self._found[word] = self._exactly(word) or self._formed(word) or self._nearly(word)
        return self._found[word]

    def is_known(self, word: str, longer_than: int = 0) -> bool:
        """Whether a folded word is listed as it is typed; by a beginning only where that has more letters than so."""
        keys = [("=", word)]
        if len(word) >= SHORTEST_STEMMED:
            keys.extend((language, stem(word, language)) for language in languages.languages())
        keys.extend(("*", word[:length]) for length in range(longer_than + 1, len(word) + 1))
        return any(key in self._atoms for key in keys)

    def _exactly(self, word: str) -> frozenset[Atom]:
        keys = [("=", word)]
        if len(word) >= SHORTEST_STEMMED:
            keys.extend((language, stem(word, language)) for language in languages.languages())
        keys.extend(("*", word[:length]) for length in range(1, len(word) + 1))
        return frozenset(self._atoms[key] for key in keys if key in self._atoms)

    def mended(self, word: str) -> str:
        """The listed word that a mistyped one nearly is, else the word: `shuold` is `should`."""
        if not word.isalpha() or not SHORTEST_WITH_ENDING <= len(word) <= LONGEST_MISTYPED:
            return word
        if self._exactly(word) or self._formed(word):
            return word
        near = self._one_slip_away(word)
        return near if near in self._whole else word

    def _formed(self, word: str) -> frozenset[Atom]:
        """The word without its negation, or not reflexive, where only that is listed."""
        for written, read in self._beginnings_of_forms:
            plain = read + word.removeprefix(written)
            if word.startswith(written) and len(plain) > SHORTEST_WITH_ENDING and (atoms := self._exactly(plain)):
                return atoms
        return frozenset()

    def _nearly(self, word: str) -> frozenset[Atom]:
        if not word.isalpha() or len(word) > LONGEST_MISTYPED:
            return frozenset()
        if len(word) < 5:
            return self._swapped(word)
        if near := self._one_slip_away(word):
            return self._exactly(near)
        if atoms := self._beginning_nearly(word):
            return atoms
        alike = self._of_about_its_length(word)
        twice = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=2) if len(word) > 8 else None
        return self._exactly(twice[0]) if twice else frozenset()

    def _one_slip_away(self, word: str) -> str | None:
        near = process.extractOne(word, self._of_about_its_length(word), scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else None

    def _of_about_its_length(self, word: str) -> list[str]:
        """The listed spellings that begin with its letter and are at most two letters longer or shorter."""
        if not self._alike:
            self._sort()
        return [known for length in range(-2, 3) for known in self._alike.get((word[0], len(word) + length), ())]

    def _sort(self) -> None:
        """By first letter, which people seldom mistype (a guess at it makes false friends), and by length."""
        for known in sorted(self._spellings):
            if len(known) >= SHORTEST_STEMMED:
                self._alike.setdefault((known[0], len(known)), []).append(known)
        for kind, known in sorted(self._atoms):
            if kind == "*" and len(known) >= SHORTEST_MISTYPED:
                self._beginnings.setdefault((known[0], len(known)), []).append(known)

    def _beginning_nearly(self, word: str) -> frozenset[Atom]:
        """A slip within the beginning that a pattern such as `patikrin*` asks for."""
        for length in range(len(word), SHORTEST_MISTYPED - 1, -1):
            alike = self._beginnings.get((word[0], length), ())
            if near := process.extractOne(word[:length], alike, scorer=OSA.distance, score_cutoff=1):
                return frozenset({self._atoms["*", near[0]]})
        return frozenset()

    def _swapped(self, word: str) -> frozenset[Atom]:
        """Two neighbours swapped is the one slip that a word of three or four letters can bear: `dikm`, `sfp`."""
        if len(word) < 3:
            return frozenset()
        swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
        return next(
            (atoms for swap in swaps if swap in self._spellings and (atoms := self._exactly(swap))), frozenset()
        )

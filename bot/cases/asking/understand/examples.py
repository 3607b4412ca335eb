"""How like a question is to the examples of each intent: `locales/<language>/vocabulary/examples/<intent>.toml`.

Naive Bayes over words, pairs of words and the vocabulary's sets, counted when trained (`counts`). The phrases of the
vocabulary decide where they are clear; this weighs in where they are not, and helps to tell what is nobody's question.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.cases.asking.understand.files import VocabularyError, read_toml, strings
from bot.cases.asking.understand.normalise import Token, TokenKind, read_tokens
from bot.cases.asking.understand.spelling import spell
from bot.cases.asking.understand.vocabulary import Vocabulary
from bot.cases.asking.understand.words import stem
from bot.cases.values.questions import Intent

SMOOTHING = 0.02
"""The count of a word that no example of an intent has."""
PRIOR = 0.3
"""How much it counts that an intent has many examples: little, they were written to cover it."""
BEGINNING = 4
"""Letters of a word's beginning that are compared too, for endings that no stemmer knows."""
LONGEST_COUNTED = 6

Piece = tuple[str, frozenset[str]]
"""A word's stem, or what stands for it, and the vocabulary's sets that it belongs to."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Counts of the features of all examples."""

    vocabulary: Vocabulary
    asked: Mapping[Intent, int]
    seen: Mapping[str, Mapping[Intent, int]]
    whole: Mapping[str, Intent]
    """Whole questions that name no thing, as their words' stems, where all examples of these words ask the same."""

    def same(self, tokens: Sequence[Token], language: str) -> Intent | None:
        """What an example asks that has the very words of the tokens; None where none has."""
        return self.whole.get(" ".join(words_of(tokens, language, self.vocabulary)))

    def alike(self, tokens: Sequence[Token], language: str) -> dict[Intent, float]:
        """By intent, how much less than the likeliest one it is like the tokens: 0 for that one, below 0 for others."""
        known = [self.seen[name] for name in features(tokens, language, self.vocabulary) if name in self.seen]
        if not known:
            return dict.fromkeys(Intent, 0.0)
        every = sum(self.asked.values())
        totals = [sum(counts.values()) for counts in known]
        base = sum(math.log((total + SMOOTHING) / (every + 2 * SMOOTHING)) for total in totals)
        scores = {}
        for intent, examples in self.asked.items():
            score = PRIOR * math.log(examples / every) - base
            for counts, total in zip(known, totals, strict=True):
                expected = SMOOTHING * (1 + 5 * total / every)
                score += math.log((counts.get(intent, 0) + expected) / (examples + 2 * SMOOTHING))
            scores[intent] = score / math.sqrt(len(known))
        best = max(scores.values())
        return {intent: scores.get(intent, -math.inf) - best for intent in Intent}


def load_examples(folders: Mapping[str, Path], known: Vocabulary, but: Container[str] = ()) -> Examples:
    """Counts the examples: one folder for each language. Those in `but` are left out, to be tried on."""
    counts: Counter[Intent] = Counter()
    seen: defaultdict[str, Counter[Intent]] = defaultdict(Counter)
    whole: defaultdict[tuple[str, ...], set[Intent]] = defaultdict(set)
    for language, folder in folders.items():
        for path in sorted((folder / "examples").glob("*.toml")):
            if path.stem not in set(Intent):
                raise VocabularyError(f"{path}: {path.stem} is no intent; these are: {', '.join(Intent)}")
            intent = Intent(path.stem)
            for question in strings(read_toml(path, {"questions"}).get("questions"), f"{path}: questions"):
                if question in but:
                    continue
                counts[intent] += 1
                tokens = spell(read_tokens(question), known)
                pieces = list(_pieces(tokens, language, known))
                whole[_words(pieces)].add(intent)
                for name in _features(pieces):
                    seen[name][intent] += 1
    clear = {
        " ".join(words): next(iter(intents)) for words, intents in whole.items() if _plain(words) and len(intents) == 1
    }
    return Examples(known, counts, seen, clear)


def _plain(words: tuple[str, ...]) -> bool:
    """Whether words say all themselves: where they name a thing, which of its kind it is can change what is asked."""
    return bool(words) and not any(word.startswith("#") for word in words)


def words_of(tokens: Sequence[Token], language: str, known: Vocabulary) -> tuple[str, ...]:
    """The stems of a question's words, without what parts them; things stand for their kind."""
    return _words(_pieces(tokens, language, known))


def _words(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(word for word, _ in pieces if word[:1].isalnum() or word[:1] == "#")


def features(tokens: Sequence[Token], language: str, known: Vocabulary) -> set[str]:
    """What of a message is compared: words, their beginnings and sets, and those of neighbours together."""
    return _features(list(_pieces(tokens, language, known)))


def _features(pieces: Sequence[Piece]) -> set[str]:
    names = {f"length {min(len(pieces), LONGEST_COUNTED)}"}
    for word, sets in pieces:
        names.add(word)
        names.update(f"@{name}" for name in sets)
        if word.isalpha() and len(word) > BEGINNING:
            names.add(f"{word[:BEGINNING]}*")
    for (first, ones), (two, twos) in pairwise(pieces):
        names.add(f"{first} {two}")
        if ones or twos:
            names.update(f"@{a} @{b}" for a in ones or {first} for b in twos or {two})
    names.update(f"{first} .. {two}" for (first, _), (two, _) in zip(pieces, pieces[2:], strict=False))
    return names


def _pieces(tokens: Sequence[Token], language: str, known: Vocabulary) -> Iterator[Piece]:
    """The tokens with a thing's kind for the thing: which check or code it is says nothing of what is asked."""
    last = "^"
    yield last, frozenset()
    for token in tokens:
        atoms = known.index.find(token.text) if token.kind is TokenKind.WORD else frozenset()
        sets: frozenset[str] = frozenset()
        if token.kind is TokenKind.STOP:
            word = token.mark
        elif thing := next((known.names[atom] for atom in atoms if atom in known.names), None):
            word = f"#{thing}"
        elif token.kind is TokenKind.WORD:
            word = stem(token.text, language)
            sets = frozenset().union(*(known.sets[atom] for atom in atoms if atom in known.sets))
        else:
            word = token.text if token.kind is TokenKind.EMOJI else f"#{token.kind}"
        if word != last or not word.startswith("#"):
            yield word, sets
        last = word
    if last != "$":
        yield "$", frozenset()

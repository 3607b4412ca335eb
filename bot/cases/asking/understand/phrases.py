"""Phrases as a vocabulary writes them, and whether a message says them.

A phrase is words in their order; up to `GAP` others may stand between two of them, and no sentence's end.
    kaip taisy*|tvarky* @it      three places; `|` is or, `@it` a set of words, `*` any ending, `=ar` no other form
    ką *yti|*inti                any word that ends so
    dar_karta                    two words with nothing between them
    ko #code                     a thing: #code, #domain, #ip, #number; #word is any word
    koks_#check                  what a subject is named by: #check, #language (in the phrases of intents)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from bot.cases.asking.understand.normalise import Token, TokenKind
from bot.cases.asking.understand.words import Atom, Index
from bot.measures import fold

GAP = 3
MOST_FREE = 3
"""Words of a phrase that is tried in every order; a longer one keeps its own."""
NAMES = ("check", "language")
"""What subjects' phrases name; the phrases of intents may then stand around it."""
THINGS = {f"#{thing}": -1 - place for place, thing in enumerate((*TokenKind, *NAMES))}
"""Atoms of what is no word are negative, so that they never meet a word's."""


@dataclass(frozen=True, slots=True)
class WordPlace:
    """One word of a phrase: any of its atoms, at most `gap` tokens after the one before."""

    atoms: frozenset[Atom]
    gap: int


PhrasePattern = tuple[WordPlace, ...]


def compile_phrases(
    written: str, language: str, sets: Mapping[str, Sequence[str]], index: Index, *, free: bool = False
) -> tuple[PhrasePattern, ...]:
    """All that one written phrase stands for; with `free`, in every order of its words, as Lithuanian sets them.

    Raises ValueError for a set or a thing that does not exist.
    """
    chunks = [_ways(chunk, language, sets, index) for chunk in written.split()]
    if not chunks:
        raise ValueError("an empty phrase")
    ordered = permutations(chunks) if free and len(chunks) <= MOST_FREE else [tuple(chunks)]
    return tuple(dict.fromkeys(sum(ways, ()) for order in ordered for ways in product(*order)))


def _ways(chunk: str, language: str, sets: Mapping[str, Sequence[str]], index: Index) -> tuple[PhrasePattern, ...]:
    """A chunk's single words share one place; each of its groups (`dar_kart*`) is a way of its own to say it."""
    words = dict.fromkeys(fold(word) for word in _members(chunk, sets))
    single = frozenset(_atom(word, language, index) for word in words if "_" not in word)
    ways: list[PhrasePattern] = [(WordPlace(single, GAP),)] if single else []
    for group in words:
        if "_" in group:
            atoms = [frozenset({_atom(word, language, index)}) for word in group.split("_")]
            ways.append(tuple(WordPlace(atom, 0 if place else GAP) for place, atom in enumerate(atoms)))
    return tuple(ways)


def _members(chunk: str, sets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for word in chunk.split("|"):
        if not word.startswith("@"):
            yield word
        elif word[1:] in sets:
            yield from sets[word[1:]]
        else:
            raise ValueError(f"there is no set {word}")


def _atom(word: str, language: str, index: Index) -> Atom:
    if word in THINGS:
        return THINGS[word]
    if word.startswith("#"):
        raise ValueError(f"{word} is no thing; these are: {', '.join(THINGS)}")
    if not word.strip("=*"):
        raise ValueError("an empty word")
    if "*" in word[1:-1]:
        raise ValueError(f"{word}: a star stands first or last")
    return index.add(word, language)


def token_atoms(token: Token, find: Callable[[str], frozenset[Atom]]) -> frozenset[Atom]:
    if token.kind in (TokenKind.WORD, TokenKind.EMOJI):
        return find(token.text)
    return frozenset({THINGS[f"#{token.kind}"]})


def match(phrase: PhrasePattern, atoms: Sequence[frozenset[Atom]], start: int) -> tuple[int, ...] | None:
    """Where each of the phrase's words stands, its first at `start`; None where it is not said there."""
    if not phrase[0].atoms & atoms[start]:
        return None
    at = [start]
    for place in phrase[1:]:
        for here in range(at[-1] + 1, min(at[-1] + 2 + place.gap, len(atoms))):
            if STOP in atoms[here]:
                return None
            if place.atoms & atoms[here]:
                at.append(here)
                break
        else:
            return None
    return tuple(at)


STOP = THINGS["#stop"]
ANY_WORD = frozenset({THINGS["#word"]})

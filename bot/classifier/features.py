"""The features of a text: words, neighbouring words, and pieces of words, which survive endings and typing errors."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple


class Pieces(NamedTuple):
    """Which pieces of a word are weighed beside the word: all of `least` to `most` letters, its ends being blanks."""

    least: int
    most: int

    def of(self, word: str) -> Iterator[str]:
        """The word and its pieces, each once: `w:quota`, `c: quo`, `c:quot`, `c:uota`, `c:ota `."""
        yield f"w:{word}"
        if word[:1].isalpha():
            padded = f" {word} "
            lengths = range(self.least, self.most + 1)
            ends = ((at, at + length) for length in lengths for at in range(max(len(padded) - length + 1, 1)))
            yield from {f"c:{padded[start:end]}": None for start, end in ends}


class TextFeatures(NamedTuple):
    """A text made ready. Each of its words and runs counts once."""

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    """Words that follow one another."""
    others: tuple[str, ...] = ()
    """The names of what else is weighed: `code:550`."""

    def names(self, pieces: Pieces) -> Iterator[str]:
        """All features; one of several words comes as often as there are such words."""
        return chain(self.others, map(name_of_run, self.runs), chain.from_iterable(map(pieces.of, self.words)))


def name_of_run(run: tuple[str, ...]) -> str:
    """`w:mailbox full`"""
    return f"w:{' '.join(run)}"

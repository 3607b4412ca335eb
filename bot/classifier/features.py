"""The features of a text: words, neighbouring words, and pieces of words, which survive endings and typing errors."""

from collections.abc import Iterator, Sequence
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
    """A text made ready: its words, and the names of what else is weighed. Each counts once."""

    words: frozenset[str]
    others: frozenset[str]

    def names(self, pieces: Pieces) -> Iterator[str]:
        """All features; one of several words comes as often as there are such words."""
        return chain(self.others, chain.from_iterable(map(pieces.of, self.words)))


def runs(words: Sequence[str], most: int) -> list[str]:
    """Two to `most` words after one another: `w:mailbox full`."""
    shifted = [words[at:] for at in range(most)]
    lengths = range(2, most + 1)
    return [f"w:{' '.join(run)}" for length in lengths for run in zip(*shifted[:length], strict=False)]

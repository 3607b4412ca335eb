"""What of a text is weighed: words, neighbours, and pieces of words, which endings and slips leave whole."""

from collections.abc import Iterator, Sequence


def words(said: Sequence[str], most: int) -> Iterator[str]:
    """Runs of 1 to `most` words: `w:mailbox full`."""
    for length in range(1, most + 1):
        for at in range(len(said) - length + 1):
            yield "w:" + " ".join(said[at : at + length])


def pieces(said: Sequence[str], least: int, most: int) -> Iterator[str]:
    """Runs of `least` to `most` letters of each word, its ends marked by blanks: `c: qu`, `c:quo`, `c:ota `."""
    for word in said:
        padded = f" {word} "
        for length in range(least, most + 1):
            for at in range(max(len(padded) - length + 1, 1)):
                yield "c:" + padded[at : at + length]

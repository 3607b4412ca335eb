"""The little language in which rules say what words they look for.

A phrase is words in lower case. They match at word ends only: `quota` does not match `quotation`, nor
`example.org` an address under it. A star by itself
(`mailbox * full`) stands for at most 80 characters; a star at the end of a word (`fail* dmarc`) lets the word go on,
and what follows stand as far away. There is nothing else, so no phrase can be slow, and anybody can write one.
"""

import re
from dataclasses import dataclass

GAP = 80
MAX_TRIES = 24
"""How often the beginning of a phrase is looked for in one text: hostile text repeats it thousands of times."""

START = 2

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Phrase:
    pieces: tuple[str, ...]
    """What stands between the lone stars."""
    open_end: tuple[bool, ...]
    """Of each piece: whether its last word may go on."""
    words: frozenset[str]
    """Words that every matching text has whole."""
    start: str
    """The first two letters of its first word, which some word of every matching text begins with."""

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the phrase stands in `text` (lower case, blanks single): start and end."""
        start = -1
        for _ in range(MAX_TRIES):
            start = _piece(text, self.pieces[0], start + 1, len(text), open_end=self.open_end[0])
            if start < 0:
                return None
            end = self._rest(text, start + len(self.pieces[0]))
            if end is not None:
                return start, end
        return None

    def _rest(self, text: str, end: int) -> int | None:
        for piece, open_end in zip(self.pieces[1:], self.open_end[1:], strict=True):
            at = _piece(text, piece, end, min(len(text), end + GAP + len(piece)), open_end=open_end)
            if at < 0:
                return None
            end = at + len(piece)
        return end


def _piece(text: str, piece: str, start: int, limit: int, *, open_end: bool) -> int:
    for _ in range(MAX_TRIES):
        at = text.find(piece, start, limit)
        if at < 0:
            return -1
        end = at + len(piece)
        left = at == 0 or not _wordly(piece[0]) or not (_wordly(text[at - 1]) or text[at - 1] == "@")
        right = open_end or end >= len(text) or not _wordly(piece[-1]) or not _wordly(text[end])
        if left and right:
            return at
        start = at + 1
    return -1


def _wordly(char: str) -> bool:
    return char.isalnum() or char == "_"


def phrase(source: str) -> Phrase:
    """Read a phrase; `ValueError` says what is wrong with it."""
    if source != " ".join(source.lower().split()) or not _WORD.search(source):
        raise ValueError(f"a phrase is words in lower case with single blanks: {source!r}")
    pieces, open_ends, words = [], [], []
    for piece in re.split(r" \* |(?<=\S\*) ", source.replace("* * ", "* ")):
        bare = piece.removesuffix("*")
        if not bare or "*" in bare:
            raise ValueError(f"a star stands at a word's end or by itself: {source!r}")
        pieces.append(bare)
        open_ends.append(bare != piece)
        found = _WORD.findall(bare)
        words += found[:-1] if bare != piece and _wordly(bare[-1]) else found
    start = _WORD.findall(source)[0][:START]
    if not words and len(start) < START:
        raise ValueError(f"a phrase without a whole word begins with {START} letters: {source!r}")
    return Phrase(tuple(pieces), tuple(open_ends), frozenset(words), start)


def tokens(text: str) -> set[str]:
    """The words of a text, as `Phrase.words` are."""
    return set(_WORD.findall(text))


def folded(text: str) -> str:
    """A text as phrases see it: lower case, straight quotes, as long as it was, so that places in it stay."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.replace("’", "'").replace("`", "'")

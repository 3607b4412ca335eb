"""The little language in which rules say what words they look for.

A phrase is words in lower case. They match at word ends only: `quota` does not match `quotation`, nor
`example.org` an address under it. Words by themselves (without a dot) are not looked for within host names and
addresses: `antispam.imone.lt` refuses a mail for many reasons. A star by itself
(`mailbox * full`) stands for at most 80 characters; a star at the end of a word (`fail* dmarc`) lets the word go on,
and what follows
stand as far away. An underscore is a blank. There is nothing else, so no phrase can be slow, and anybody can write one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP = 80
MAX_TRIES = 24
"""How often the beginning of a phrase is looked for in one text: hostile text repeats it thousands of times."""

_CLASS = re.compile(r"\{(\w+)\}")
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts written without blanks: every letter counts as a word."""
_WORD = re.compile(rf"[^\W{_CJK}]+|[{_CJK}]")
_BLANKED = bytes(code if chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(128)).ljust(256)
"""Plain text with blanks for all but words is split several times as fast."""
_APART = frozenset(("", *" ,;!?()<>\"'"))
"""Characters that end a word and any name, and either end of a text: what nearly every phrase stands between."""
_TOP = re.compile(r"\.[a-z]{2,24}$")
_NAME_START = re.compile(r"[\w.@-]{1,80}")
_NAME_END = re.compile(r"([\w.@-]{1,80}+)(?![\w.@-])")
"""Of the text before a place, read backwards: forwards it would be tried from each character on."""


@dataclass(frozen=True, slots=True)
class Phrase:
    pieces: tuple[str, ...]
    """What stands between the lone stars."""
    open_end: tuple[bool, ...]
    """Of each piece: whether its last word may go on."""
    words: frozenset[str]
    """Words that every matching text has whole."""
    guarded: tuple[bool, ...]
    """Of each piece: whether it must not stand within a host name or an address."""

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the phrase stands in `text` (lower case, blanks single): start and end."""
        first, open_end, guarded = self.pieces[0], self.open_end[0], self.guarded[0]
        if len(self.pieces) == 1:
            start = _piece(text, first, 0, len(text), open_end, guarded)
            return (start, start + len(first)) if start >= 0 else None
        for piece in self.pieces:
            if piece not in text:
                return None
        start = -1
        for _ in range(MAX_TRIES):
            start = _piece(text, first, start + 1, len(text), open_end, guarded)
            if start < 0:
                return None
            end = self._rest(text, start + len(first))
            if end is not None:
                return start, end
        return None

    def _rest(self, text: str, end: int) -> int | None:
        rest = zip(self.pieces[1:], self.open_end[1:], self.guarded[1:], strict=True)
        for piece, open_end, guarded in rest:
            at = _piece(text, piece, end, min(len(text), end + GAP + len(piece)), open_end, guarded)
            if at < 0:
                return None
            end = at + len(piece)
        return end


def _piece(text: str, piece: str, start: int, limit: int, open_end: bool, guarded: bool) -> int:
    for _ in range(MAX_TRIES):
        at = text.find(piece, start, limit)
        if at < 0:
            return -1
        end = at + len(piece)
        before, after = text[at - 1 : at], text[end : end + 1]
        if before in _APART and after in _APART:
            return at
        left = not before or not _wordly(piece[0]) or not (_wordly(before) or before == "@")
        right = open_end or not after or not _wordly(piece[-1]) or not _wordly(after)
        if left and right and not (guarded and _within_name(text, at, end)):
            return at
        start = at + 1
    return -1


def _wordly(char: str) -> bool:
    return (char.isalnum() and not "\u3040" <= char <= "\ud7af") or char == "_"


def _within_name(text: str, start: int, end: int) -> bool:
    """Whether a place in a text is a part of `mx.example.org`, `a-b.example.org` or `name@example.org`."""
    before = _NAME_END.match(text[max(0, start - GAP - 1) : start][::-1])
    after = _NAME_START.match(text, end, end + GAP)
    name = f"{before[1][::-1] if before else ''}{text[start:end]}{after[0] if after else ''}".strip(".-")
    return "@" in name or (".." not in name and bool(_TOP.search(name)))


def phrase(source: str, *, names: bool = False) -> Phrase:
    """Read a phrase; `ValueError` says what is wrong with it.

    With `names` true, also a word by itself is found within host names and addresses.
    """
    source = source.replace("_", " ")
    if source != " ".join(source.lower().split()) or not _WORD.search(source):
        raise ValueError(f"a phrase is words in lower case with single blanks: {source!r}")
    pieces, open_ends, words = [], [], []
    for piece in re.split(r" \* |(?<=\S\*) ", source.replace("* * ", "* ")):
        bare = piece.removesuffix("*")
        if not bare or "*" in bare:
            raise ValueError(f"a star stands at a word's end or by itself: {source!r}")
        pieces.append(bare)
        open_ends.append(bare != piece)
        words_found = _WORD.findall(bare)
        words += words_found[:-1] if bare != piece and _wordly(bare[-1]) else words_found
    guarded = tuple(not names and not set(" .@/") & set(piece) for piece in pieces)
    return Phrase(tuple(pieces), tuple(open_ends), frozenset(words), guarded)


def expanded(source: str, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The phrases that `no such {person}` stands for, one for each word of `person`; KeyError for an unknown name."""
    name = _CLASS.search(source)
    if not name:
        return (source,)
    return tuple(each for word in words[name[1]] for each in expanded(source.replace(name[0], word, 1), words))


def tokens(text: str) -> list[str]:
    """The words of a text, as `Phrase.words` are."""
    return text.encode().translate(_BLANKED).decode().split() if text.isascii() else _WORD.findall(text)


def lowered(text: str) -> str:
    """A text in lower case. It stays as long as it was, so that places in it are places in the text."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower


def folded(text: str) -> str:
    """A text as phrases see it: lower case, straight quotes, blanks for underscores; as long as it was."""
    return lowered(text).replace("’", "'").replace("`", "'").replace("_", " ")

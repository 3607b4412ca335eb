"""The clause that says "no such mailbox", and whom it speaks of: "no such user agent" and "the list's user is unknown"
have the words of a dead address and another subject."""

from collections.abc import Iterable, Iterator

from bot.codes.bounces.rules.matching import Saying

REACH = 200
"""Characters on either side in which the clause's ends are looked for."""
_ENDS = frozenset('.;:!?,)]>}"|')
"""A word that ends with one of these ends a clause."""
_BEGINS = frozenset('([<{"')
"""A word that begins with one of these begins one."""
_BESIDE = ".,:;!?()[]{}<>\"'*#_"


def beside(words: Saying, place: tuple[int, int]) -> set[str]:
    """The words that share a clause with the rule's words at `place`, and a `?` where these are asked.

    Whatever is no word, such as an address, a host name or a number, is left out.
    """
    start, end = place
    before, after = words.folded[max(0, start - REACH) : start], words.folded[end : end + REACH]
    shared: set[str] = set()
    if before[-1:] == " " or not before:
        shared.update(_up_to(reversed(before.split()), _ENDS, _BEGINS, last=-1))
    if after[:1] not in _ENDS:
        shared.update(_up_to(after.split(), _BEGINS, _ENDS, last=0))
    if after.lstrip("\"')>] ")[:1] == "?":
        shared.add("?")
    return shared


def _up_to(chunks: Iterable[str], apart: frozenset[str], closing: frozenset[str], *, last: int) -> Iterator[str]:
    """The words from the rule's words on to the clause's end: to a chunk without letters or with a mark of `apart` on
    its near side (`last`), and past none with a mark of `closing` on its far side."""
    for chunk in chunks:
        if chunk.isascii() and chunk.isalpha():
            yield chunk
            continue
        if chunk[last] in apart or (chunk != "&" and not any(map(str.isalnum, chunk))):
            return
        yield from (word for each in chunk.split("/") if (word := each.strip(_BESIDE)) and _is_word(word))
        if chunk[-1 - last] in closing:
            return


def _is_word(word: str) -> bool:
    """Whether it is a word of a language written with blanks, and no name, number or setting."""
    return not any(char.isdigit() or char in "@.=#:;" or "\u3040" <= char <= "\ud7af" for char in word)

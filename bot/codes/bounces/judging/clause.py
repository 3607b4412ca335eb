"""The clause that says "no such mailbox", and whom it speaks of: `no such user agent` and `the list's user is unknown` have
the words of a dead address, and another subject."""

from collections.abc import Iterator

from bot.codes.bounces.rules.matching import Saying

REACH = 200
"""Characters on either side in which the clause's ends are looked for."""
_ENDS = ".;:!?,)]>}\"|"
"""A word that ends with one of these ends a clause."""
_BEGINS = "([<{\""
_BESIDE = ".,:;!?()[]{}<>\"'*#_"


def beside(words: Saying, place: tuple[int, int]) -> set[str]:
    """The words that share a clause with the rule's words at `place`; `?` where the clause is a question.

    Addresses, host names and whatever holds a digit are left out.
    """
    start, end = place
    text = words.folded
    before = text[max(0, start - REACH) : start]
    after = text[end : end + REACH]
    inside = set(_towards(_glued_before(before), backwards=True)) | set(_towards(_glued_after(after), backwards=False))
    if after.lstrip("\"')>] ")[:1] == "?":
        inside.add("?")
    return inside


def _glued_before(text: str) -> list[str]:
    """The words before the place, the nearest first; a lone opening mark right before it ends the clause."""
    return [] if text.rstrip(" ")[-1:] in {*_ENDS, *_BEGINS} and text[-1:] != " " else text.split()[::-1]


def _glued_after(text: str) -> list[str]:
    """The words behind the place; a mark right behind it ends the clause."""
    return [] if text[:1] and text[:1] in _ENDS else text.split()


def _towards(chunks: list[str], *, backwards: bool) -> Iterator[str]:
    """The words up to the end of the clause, going away from the rule's words."""
    for chunk in chunks:
        mark = chunk != "&" and not any(map(str.isalnum, chunk))
        if mark or (backwards and chunk[-1] in _ENDS) or (not backwards and chunk[0] in _BEGINS):
            return
        yield from (word for each in chunk.split("/") if (word := each.strip(_BESIDE)) and _is_word(word))
        if (not backwards and chunk[-1] in _ENDS) or (backwards and chunk[0] in _BEGINS):
            return


def _is_word(word: str) -> bool:
    """Whether it is a word of a language written with blanks, and no name, number or setting."""
    return not any(char.isdigit() or char in "@.=#:;" or "\u3040" <= char <= "\ud7af" for char in word)

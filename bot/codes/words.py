"""Words made comparable: lower case, without diacritics, without endings."""

import re
from functools import cache
from typing import Protocol

from bot.measures import fold

_WORD = re.compile(r"\w+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's name


@cache
def _stemmers() -> tuple[_Stemmer, ...]:
    """Both, whatever the language: support speaks a mix of the two."""
    import snowballstemmer  # noqa: PLC0415  it loads slowly, and a code alone needs no stems

    return tuple(snowballstemmer.stemmer(language) for language in ("lithuanian", "english"))


def words(text: str) -> list[str]:
    """The words of a text, in order, lower case."""
    return _WORD.findall(text.casefold())


def forms(word: str) -> frozenset[str]:
    """What a word is known by: itself and its stems, folded, as written with diacritics and without."""
    spellings = (word.casefold(), fold(word))
    stems = (stemmer.stemWord(spelling) for spelling in spellings for stemmer in _stemmers())
    return frozenset(fold(form) for form in (*spellings, *stems))

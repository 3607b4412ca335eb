"""The words that find a code, over all languages: an agent searches in either."""

from collections.abc import Iterable
from functools import cache

from bot.codes.search import WordIndex
from bot.languages import languages
from bot.replies.words.tables import CODES, load


@cache
def word_index() -> WordIndex:
    """The index of every language's `keywords` in `codes.toml`."""
    return WordIndex.build(_entries())


def _entries() -> Iterable[tuple[str, Iterable[str]]]:
    for language in languages():
        yield from load(language, "codes.toml", CODES).words.items()

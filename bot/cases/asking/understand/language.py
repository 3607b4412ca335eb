"""Which language a question is in."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

from bot import languages
from bot.cases.asking.understand.normalise import LONGEST, TokenKind, read_tokens
from bot.cases.asking.understand.vocabulary import vocabulary

CLEAR = 2
"""By how many words one language must lead; a letter that only it has counts as two."""


def guess_language(text: str, default: str) -> str:
    """The language where the words tell, else `default`: `spf?` is both, `o kas dėl SPF?` is Lithuanian."""
    votes: Counter[str] = Counter()
    words = {token.text for token in read_tokens(text) if token.kind is TokenKind.WORD}
    for language, telling in _telling().items():
        votes[language] += len(words & telling)
    letters = set(text[:LONGEST].lower())
    for code in languages.languages():
        votes[code] += CLEAR * bool(languages.language(code).letters & letters)
    (first, most), *rest = votes.most_common()
    leads = most - (rest[0][1] if rest else 0)
    return first if leads >= min(CLEAR, len(words)) and leads > 0 else default


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    """Each language's words that no other has."""
    own = vocabulary().common
    return {
        language: common.difference(*(known for other, known in own.items() if other != language))
        for language, common in own.items()
    }

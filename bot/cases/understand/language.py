"""Which language a question is in."""

from collections import Counter

from bot.cases.understand.normalise import LONGEST, Kind, read_tokens
from bot.cases.understand.vocabulary import vocabulary

_LITHUANIAN = frozenset("ąčęėįšųūž")
CLEAR = 2
"""By how many words one language must lead; a letter that only Lithuanian has counts as two."""


def guess_language(text: str, default: str) -> str:
    """`lt` or `en` where the words tell, else `default`: `spf?` is both, `o kas dėl SPF?` is Lithuanian."""
    own = vocabulary().common
    votes: Counter[str] = Counter()
    words = {token.text for token in read_tokens(text) if token.kind is Kind.WORD}
    for language, common in own.items():
        others = frozenset().union(*(known for other, known in own.items() if other != language))
        votes[language] += len(words & (common - others))
    votes["lt"] += 2 * bool(_LITHUANIAN & set(text[:LONGEST].lower()))
    (first, most), *rest = votes.most_common()
    leads = most - (rest[0][1] if rest else 0)
    return first if leads >= min(CLEAR, len(words)) and leads > 0 else default

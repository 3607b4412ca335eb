"""A `/mailcheck` that wants something else than a check: `/mailcheck watch imone.lt hourly`, `/mailcheck stebimi`.

The words are data, in every language: `locales/<language>/vocabulary/orders.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.cases.asking.understand.files import read_toml, strings, vocabulary_folders
from bot.cases.values.answers.refusals import Refusal
from bot.cases.values.questions import Intent, Question
from bot.cases.values.typed import Refused
from bot.cases.values.watch import Every
from bot.domains import name
from bot.measures import MOST_IN_ORDER, fold

_Phrase = tuple[str, ...]
"""Its words, folded."""
ORDERS = (Intent.WATCH, Intent.UNWATCH, Intent.WATCHES, Intent.HISTORY, Intent.REPORT, Intent.SPREAD)
_WORDS = (*ORDERS, *Every)
_SHOWN = 300
"""Characters shown of a text that is not a domain; the longest domain has 253."""
_REFUSALS = {
    name.Reason.EMPTY: Refusal.NO_DOMAIN,
    name.Reason.ADDRESS: Refusal.ADDRESS_NOT_DOMAIN,
    name.Reason.TOO_MANY: Refusal.TOO_MANY_DOMAINS,
}


def read_order(text: str) -> tuple[Question | Refused, ...] | None:
    """The order that a command's text begins or ends with, once for each domain; None where there is none.

    A domain whose name is such a word (`watch.lt`) is still a domain. A text that is no domain is refused as in a
    check.
    """
    if len(text) > MOST_IN_ORDER:
        return None
    words = tuple(_Word(word, fold(word).rstrip("?!")) for word in text.split())
    for intent in ORDERS:
        for phrase in _phrases()[intent]:
            size = len(phrase)
            if _folded(words[:size]) == phrase:
                return _questions(intent, words[size:])
            if _folded(words[-size:]) == phrase:
                return _questions(intent, words[:-size])
    return None


def refused(problem: name.NoDomain) -> Refused:
    """Why a text names no domain to check."""
    return Refused(_REFUSALS.get(problem.reason, Refusal.NOT_A_DOMAIN), problem.given.strip()[:_SHOWN])


@dataclass(frozen=True, slots=True)
class _Word:
    typed: str
    folded: str


def _questions(intent: Intent, words: tuple[_Word, ...]) -> tuple[Question | Refused, ...]:
    if intent is Intent.WATCHES:
        return (Question(intent),)
    every, rest = _every(words)
    detail = str(every) if every and intent is Intent.WATCH else None
    if not rest:
        return (Question(intent, None, detail),)
    written = " ".join(word.typed for word in rest)
    request = name.read_request(written)
    if request.problem is not None:
        return (refused(request.problem),)
    if intent is Intent.SPREAD:
        detail = " ".join(request.selectors) or None
    return tuple(Question(intent, domain.ascii, detail) for domain in request.domains)


def _every(words: tuple[_Word, ...]) -> tuple[Every | None, tuple[_Word, ...]]:
    """How often, if the words say so; and the other words."""
    for every in Every:
        for phrase in _phrases()[every]:
            for place in range(len(words) - len(phrase) + 1):
                if _folded(words[place : place + len(phrase)]) == phrase:
                    return every, words[:place] + words[place + len(phrase) :]
    return None, words


def _folded(words: tuple[_Word, ...]) -> _Phrase:
    return tuple(word.folded for word in words)


@cache
def _phrases() -> Mapping[str, tuple[_Phrase, ...]]:
    """The phrases of each key, of every language together, the longest first."""
    by_key: dict[str, set[_Phrase]] = {key: set() for key in _WORDS}
    for folder in vocabulary_folders().values():
        path = folder / "orders.toml"
        table = read_toml(path, _WORDS)
        for key in _WORDS:
            by_key[key] |= {tuple(fold(phrase).split()) for phrase in strings(table.get(key), f"{path}: {key}")}
    return {key: tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase))) for key, phrases in by_key.items()}

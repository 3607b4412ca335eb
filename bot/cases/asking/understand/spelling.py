"""What is written for short, in several words or in one written out: `dont`, `s p f`, `kaipsutvarkyti`."""

from collections.abc import Iterator, Sequence

from bot.cases.asking.understand.normalise import Token, TokenKind
from bot.cases.asking.understand.things import spoken_code, spoken_numbers
from bot.cases.asking.understand.vocabulary import Vocabulary

_MOST_WORDS = 3
"""Words that stand for one: `es pe ef`."""
_MOST_SAID = 5
"""Words in which a code is said: "five hundred and fifty two", without the "and"."""
_SHORTEST_APART = 5
"""Letters of two words together."""
_SHORTEST_REST = 3
"""Letters of what is left of words run together, where it names no check."""


def spell(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The tokens with what is written for short written out: `dont` is `do`, `not`; a service's name as its words."""
    return tuple(_spelled(tokens, vocabulary))


def _spelled(tokens: Sequence[Token], known: Vocabulary) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        size, code = _said(tokens, place)
        if code:
            yield Token(TokenKind.CODE, code)
            place += size
            continue
        size, words = _written_out(tokens, place, known)
        if words is None:
            yield tokens[place]
        else:
            yield from (Token(TokenKind.WORD, word) for word in words)
        place += size


def _said(tokens: Sequence[Token], place: int) -> tuple[int, str | None]:
    """How many tokens from this one on say a code, and the code; None where they say none."""
    words: list[str] = []
    ends: list[int] = []
    for at in range(place, min(place + _MOST_SAID + 1, len(tokens))):
        if tokens[at].text in spoken_numbers():
            words.append(tokens[at].text)
            ends.append(at + 1)
        elif tokens[at].text != "and" or not words:
            break
    for count in range(len(words), 1, -1):
        if code := spoken_code(words[:count]):
            return ends[count - 1] - place, code
    return 1, None


def _written_out(tokens: Sequence[Token], place: int, known: Vocabulary) -> tuple[int, Sequence[str] | None]:
    """How many tokens from this one on are written otherwise, and the words that they are; None where none is."""
    token = tokens[place]
    if token.kind is TokenKind.DOMAIN and any(f".{token.text}".endswith(f".{host}") for host in known.hosts):
        return 1, token.text.split(".")[:-1]
    if token.kind is not TokenKind.WORD:
        return 1, None
    for size in range(_MOST_WORDS, 1, -1):
        run = tokens[place : place + size]
        written = " ".join(each.text for each in run)
        if written in known.spellings and all(each.kind is TokenKind.WORD for each in run):
            return size, known.spellings[written]
    words = known.spellings.get(token.text) or _apart(token.text, known)
    mended = known.index.mended(token.text) if words is None else token.text
    return 1, words if mended == token.text else (mended,)


def _apart(word: str, known: Vocabulary) -> Sequence[str] | None:
    """The words that one is made of where the blanks between them were left out; None for any other word."""
    if len(word) < _SHORTEST_APART or not word.isalpha() or not word.startswith(known.openings):
        return None
    for first in known.openings:
        rest = word.removeprefix(first)
        if not rest or rest == word or known.index.is_known(word, longer_than=len(first)):
            continue
        for size in range(2, len(rest) - _SHORTEST_REST + 1):
            if _names_check(rest[-size:], known) and known.index.is_known(rest[:-size]):
                return first, rest[:-size], rest[-size:]
        if _is_word(rest, known):
            return first, rest
    return None


def _is_word(rest: str, known: Vocabulary) -> bool:
    return _names_check(rest, known) or (len(rest) >= _SHORTEST_REST and known.index.is_known(rest))


def _names_check(word: str, known: Vocabulary) -> bool:
    return known.index.is_known(word) and any(known.names.get(atom) == "check" for atom in known.index.find(word))

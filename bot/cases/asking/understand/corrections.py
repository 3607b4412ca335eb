"""What somebody corrects in the same message: of "not 450, 452" the first code is not asked about.

The words are data, in every language: `locales/<language>/vocabulary/corrections.toml`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from bot.cases.asking.understand.files import folded_words
from bot.cases.asking.understand.normalise import Token, TokenKind
from bot.cases.asking.understand.vocabulary import Vocabulary

_BETWEEN = 3
"""Words between a denial and the thing that it denies."""
_CODE = re.compile(r"[245][0-9]{2}|[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_KEYS = ("denying", "between", "retracting", "not_asking", "asking", "questioning", "settled", "turning")


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something named, of which another of the same kind may be meant instead."""

    at: int
    kind: str
    text: str


def corrected(tokens: Sequence[Token], known: Vocabulary) -> tuple[Token, ...]:
    """The tokens without what is denied in favour of another thing of its kind, and without a question that is said
    not to be asked. Where nothing is corrected they are the same."""
    tokens = _unsettled(_other_question(_asked(tuple(tokens))), known)
    denied = dict(_denied(tokens, known))
    if not denied:
        return tokens
    things = [thing for thing in _things(tokens, known) if thing.at not in denied]
    dropped: set[int] = set()
    instead: set[int] = set()
    for at, (denial, kind) in denied.items():
        meant = [thing.at for thing in things if thing.kind == kind and thing.text != tokens[at].text]
        if meant:
            dropped.update({*range(denial, at + 1)} if denial < at else {at})
            instead.update(meant if kind == TokenKind.CODE else ())
    return tuple(
        replace(token, kind=TokenKind.CODE) if place in instead else token
        for place, token in enumerate(tokens)
        if place not in dropped
    )


def _asked(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without the part from "I do not ask" to the next "I ask", or from "I do not want" to "only tell me"."""
    words = [token.text for token in tokens]
    for place, word in enumerate(words):
        pair = "_".join(words[place : place + 2])
        if word in _words()["not_asking"] or pair in _words()["not_asking"]:
            after = place + (1 if word in _words()["not_asking"] else 2)
            ends = (end for end in range(after + 1, len(words) - 1) if words[end] in _words()["asking"])
            end = next(ends, None)
            return tokens if end is None else tokens[:place] + tokens[end:]
    return tokens


def _other_question(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without a question that is denied: of "not what to do, why it is so" the second is asked, of "who, not how" the
    first."""
    words, known = [token.text for token in tokens], _words()
    for place, (word, following) in enumerate(pairwise(words)):
        if word in known["denying"] and following in known["questioning"]:
            other = next((at for at in range(place + 2, len(words)) if words[at] in known["questioning"]), None)
            if other is not None:
                return tokens[:place] + tokens[other:]
            if any(earlier in known["questioning"] for earlier in words[:place]):
                return tokens[:place]
    return tokens


def _unsettled(tokens: tuple[Token, ...], known: Vocabulary) -> tuple[Token, ...]:
    """From the turn on, where a check is said, not asked, to be fine and then another is named: "SPF is fine, and
    DMARC?"."""
    words = [token.text for token in tokens]
    if not words or words[0] in known.openings or any(token.mark == "?" for token in tokens[:-1]):
        return tokens
    checks = [thing.at for thing in _things(tokens, known) if thing.kind == "check"]
    for place in range(1, len(words)):
        if words[place] in _words()["turning"] and any(word in _words()["settled"] for word in words[:place]):
            before, after = [at for at in checks if at < place], [at for at in checks if at > place]
            if before and after and after[0] - place <= _BETWEEN:
                return tokens[place:]
    return tokens


def _denied(tokens: Sequence[Token], known: Vocabulary) -> Iterator[tuple[int, tuple[int, str]]]:
    """The places of denied things, each with the place of its denial and its kind."""
    words, things = _words(), {thing.at: thing for thing in _things(tokens, known)}
    for place, token in enumerate(tokens):
        if token.kind is not TokenKind.WORD:
            continue
        after_end = place > 0 and tokens[place - 1].kind is TokenKind.STOP
        before = [at for at in things if at < place]
        if after_end and token.text in words["retracting"] and before:
            yield before[-1], (place, things[before[-1]].kind)
        elif token.text in words["denying"]:
            at = place + 1
            while at < len(tokens) and at - place <= _BETWEEN and tokens[at].text in words["between"]:
                at += 1
            if at in things:
                yield at, (place, things[at].kind)


def _things(tokens: Sequence[Token], known: Vocabulary) -> Iterator[_Thing]:
    for place, token in enumerate(tokens):
        if token.kind is TokenKind.DOMAIN:
            yield _Thing(place, TokenKind.DOMAIN, token.text)
        elif token.kind is TokenKind.CODE or (token.kind is TokenKind.NUMBER and _CODE.fullmatch(token.text)):
            pair = place + 1 < len(tokens) and "." in tokens[place + 1].text and _CODE.fullmatch(tokens[place + 1].text)
            if not pair:
                yield _Thing(place, TokenKind.CODE, token.text)
        elif token.kind is TokenKind.WORD:
            names = {known.names[atom] for atom in known.index.find(token.text) if atom in known.names}
            if "check" in names:
                yield _Thing(place, "check", token.text)


def question_words() -> frozenset[str]:
    """The words that questions begin with, folded, of every language: `kas`, `why`."""
    return _words()["questioning"]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return folded_words("corrections.toml", _KEYS)

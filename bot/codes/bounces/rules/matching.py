"""Rules: what a reply must say to mean a cause. They come from data files (`data/`); here they are only matched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.rules.phrases import Phrase, folded

MAX_TEXT = 4000


class Saying(NamedTuple):
    """What rules are asked about: a reply with its codes."""

    text: str
    folded: str
    pieces: frozenset[int]
    """Numbers of the phrases' pieces that stand in it (`Pieces`)."""
    reply_code: str | None
    status: str | None
    command: Command | None


_NUMBER = itemgetter(0)


class PhrasePieces:
    """Pieces of the phrases of several rule sets, numbered. All are looked for in one pass over a text, by an automaton
    (Aho and Corasick, 1975)."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, piece: str) -> int:
        return self._numbers.setdefault(piece, len(self._numbers))

    def saying(
        self, text: str, reply_code: str | None = None, status: str | None = None, command: Command | None = None
    ) -> Saying:
        kept = text[:MAX_TEXT]
        lower = folded(kept)
        hits = self._automaton.find_matches_as_indexes(lower, overlapping=True)
        return Saying(kept, lower, frozenset(map(_NUMBER, hits)), reply_code, status, command)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """Built at the first question, when all rules are read."""
        return AhoCorasick(self._numbers, store_patterns=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """All of its conditions must hold; an empty one always does."""

    name: str
    """`google/unauthenticated`, `wording/mailbox-full`."""
    cause: str
    any: tuple[Phrase, ...] = ()
    """One of these stands in the text."""
    none: tuple[Phrase, ...] = ()
    """None of these does."""
    status: tuple[str, ...] = ()
    """Enhanced status codes, whole (`5.7.26`) or without the class (`X.7.26`)."""
    code: tuple[str, ...] = ()
    command: tuple[Command, ...] = ()
    advice: str = ""
    """The entry of `advice.toml` that speaks in place of the cause's own advice; empty for most."""
    source: str = ""
    example: str = ""

    def allows(self, words: Saying) -> bool:
        """Whether its conditions on codes and command hold."""
        if self.status and not (
            words.status and (words.status in self.status or "X" + words.status[1:] in self.status)
        ):
            return False
        if self.code and words.reply_code not in self.code:
            return False
        return not self.command or words.command in self.command


_ByPiece = Mapping[int, Sequence[Phrase]]
"""Phrases by the numbers of their longest pieces."""


class RuleSet:
    """Rules in order; the first that matches decides. The automaton looks for a phrase by its longest piece, which few
    texts have: these are put among `pieces`."""

    def __init__(self, rules: Sequence[Rule], pieces: PhrasePieces) -> None:
        self.rules = tuple(rules)
        self._wanted = tuple(_by_piece(rule.any, pieces) for rule in self.rules)
        self._unwanted = tuple(_by_piece(rule.none, pieces) for rule in self.rules)
        rules_of: dict[int, list[int]] = {}
        for number, wanted in enumerate(self._wanted):
            for piece in wanted:
                rules_of.setdefault(piece, []).append(number)
        self._rules_of = {piece: tuple(numbers) for piece, numbers in rules_of.items()}
        """The numbers of the rules that look for phrases with a piece."""
        self._pieces = frozenset(rules_of)
        self._by_codes = frozenset(number for number, rule in enumerate(self.rules) if not rule.any)

    def match(self, words: Saying) -> tuple[Rule, tuple[int, int]] | None:
        """The rule that decides, and where in the text its words stand: (0, 0) where it goes by codes alone.

        A phrase is looked for only where its rule may decide: where a piece of it stands in the text, the rule's codes
        fit, and no rule before it has matched.
        """
        pieces = self._pieces & words.pieces
        if not pieces and not self._by_codes:
            return None
        for number in sorted(self._by_codes.union(*map(self._rules_of.__getitem__, pieces))):
            rule = self.rules[number]
            if not rule.allows(words):
                continue
            place = _earliest(self._wanted[number], pieces, words.folded) if rule.any else (0, 0)
            if place and not (rule.none and _earliest(self._unwanted[number], words.pieces, words.folded)):
                return rule, place
        return None


def _by_piece(phrases: Iterable[Phrase], pieces: PhrasePieces) -> _ByPiece:
    by_piece: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        by_piece.setdefault(pieces.number(max(phrase.pieces, key=len)), []).append(phrase)
    return by_piece


def _earliest(phrases: _ByPiece, pieces: Iterable[int], text: str) -> tuple[int, int] | None:
    """Where the first of a rule's phrases stands in a text that has these pieces."""
    earliest = None
    for piece in pieces:
        if piece in phrases:
            for phrase in phrases[piece]:
                place = phrase.find(text)
                if place and (earliest is None or place < earliest):
                    earliest = place
    return earliest

"""Rules: what a reply must say to mean a cause. They come from data files (`data/`); here they are only matched."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.codes.bounces.accounts import Command
from bot.codes.bounces.phrases import Phrase, folded, tokens

MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Saying:
    """What rules are asked about: a reply with its codes."""

    text: str
    folded: str
    tokens: frozenset[str]
    reply_code: str | None
    status: str | None
    command: Command | None


def saying(
    text: str, reply_code: str | None = None, status: str | None = None, command: Command | None = None
) -> Saying:
    kept = text[:MAX_TEXT]
    lower = folded(kept)
    return Saying(kept, lower, frozenset(tokens(lower)), reply_code, status, command)


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
    source: str = ""
    example: str = ""

    def match(self, said: Saying) -> tuple[int, int] | None:
        """Where in the text the rule's words stand; (0, 0) for a rule that goes by codes alone; None: no match."""
        if self.status and not (said.status and (said.status in self.status or "X" + said.status[1:] in self.status)):
            return None
        if self.code and said.reply_code not in self.code:
            return None
        if self.command and said.command not in self.command:
            return None
        place = (0, 0) if not self.any else next(filter(None, (wanted.find(said.folded) for wanted in self.any)), None)
        if place is None or any(unwanted.find(said.folded) for unwanted in self.none):
            return None
        return place


class RuleSet:
    """Rules in order; the first that matches decides.

    Rules are found by a word that each of their phrases must have (its anchor), so that a text is compared with a
    handful of them, however many there are.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        by_anchor: defaultdict[str, set[int]] = defaultdict(set)
        always: set[int] = set()
        for number, rule in enumerate(self.rules):
            anchors = {wanted.anchor for wanted in rule.any}
            if not anchors or None in anchors:
                always.add(number)
            else:
                for anchor in anchors:
                    by_anchor[str(anchor)].add(number)
        self._by_anchor = {anchor: frozenset(numbers) for anchor, numbers in by_anchor.items()}
        self._always = frozenset(always)

    def match(self, said: Saying) -> tuple[Rule, tuple[int, int]] | None:
        candidates = set(self._always)
        for token in said.tokens & self._by_anchor.keys():
            candidates |= self._by_anchor[token]
        for number in sorted(candidates):
            rule = self.rules[number]
            place = rule.match(said)
            if place is not None:
                return rule, place
        return None

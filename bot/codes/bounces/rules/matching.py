"""Rules: what a reply must say to mean a cause. They come from data files (`data/`); here they are only matched."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.codes.bounces.replies.commands import Command
from bot.codes.bounces.rules.phrases import START, Phrase, folded, tokens

MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Saying:
    """What rules are asked about: a reply with its codes."""

    text: str
    folded: str
    tokens: frozenset[str]
    starts: frozenset[str]
    """What the tokens begin with (`Phrase.start`)."""
    reply_code: str | None
    status: str | None
    command: Command | None


def saying(
    text: str, reply_code: str | None = None, status: str | None = None, command: Command | None = None
) -> Saying:
    kept = text[:MAX_TEXT]
    lower = folded(kept)
    words = frozenset(tokens(lower))
    return Saying(kept, lower, words, frozenset([word[:START] for word in words]), reply_code, status, command)


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
        """Whether all conditions but the words that are looked for hold."""
        if self.status and not (
            words.status and (words.status in self.status or "X" + words.status[1:] in self.status)
        ):
            return False
        if self.code and words.reply_code not in self.code:
            return False
        if self.command and words.command not in self.command:
            return False
        return not self.none or not any(
            unwanted.words <= words.tokens and unwanted.find(words.folded) for unwanted in self.none
        )


_Wanted = list[tuple[int, Phrase]]
"""Phrases with the numbers of their rules."""
_Unsure = list[tuple[frozenset[str], tuple[int, Phrase]]]
"""The same with those words that a text must have beside the two that they were found by."""


class RuleSet:
    """Rules in order; the first that matches decides.

    A phrase is only looked for in texts that have its two rarest words (rarest among the phrases of the set), so that a
    text is compared with a handful of phrases, however many there are.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        phrases = [(number, wanted) for number, rule in enumerate(self.rules) for wanted in rule.any]
        counts = Counter(word for _, wanted in phrases for word in wanted.words)
        by_words: defaultdict[str, defaultdict[str, _Unsure]] = defaultdict(lambda: defaultdict(list))
        by_start: defaultdict[str, _Wanted] = defaultdict(list)
        for number, wanted in phrases:
            if wanted.words:
                rarest = sorted(wanted.words, key=lambda word: (counts[word], -len(word), word))
                second = rarest[min(1, len(rarest) - 1)]
                by_words[rarest[0]][second].append((frozenset(rarest[2:]), (number, wanted)))
            else:
                by_start[wanted.start].append((number, wanted))
        self._words = frozenset(by_words)
        self._by_words = {word: (frozenset(others), dict(others)) for word, others in by_words.items()}
        self._by_start, self._starts = dict(by_start), frozenset(by_start)
        self._by_codes = tuple(number for number, rule in enumerate(self.rules) if not rule.any)

    def match(self, words: Saying) -> tuple[Rule, tuple[int, int]] | None:
        """The rule that decides, and where in the text its words stand: (0, 0) where it goes by codes alone."""
        candidates: dict[int, list[Phrase]] = {number: [] for number in self._by_codes}
        for number, wanted in self._possible(words):
            candidates.setdefault(number, []).append(wanted)
        for number in sorted(candidates):
            rule = self.rules[number]
            if not rule.any:
                if rule.allows(words):
                    return rule, (0, 0)
                continue
            places = [place for wanted in candidates[number] if (place := wanted.find(words.folded))]
            if places and rule.allows(words):
                return rule, min(places)
        return None

    def _possible(self, words: Saying) -> _Wanted:
        """The phrases all of whose words a text has."""
        tokens = words.tokens
        possible: _Wanted = []
        for start in words.starts & self._starts:
            possible += self._by_start[start]
        for word in tokens & self._words:
            others, phrases = self._by_words[word]
            for other in tokens & others:
                possible += [each for rest, each in phrases[other] if not rest or rest <= tokens]
        return possible

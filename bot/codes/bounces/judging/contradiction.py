"""Words that speak against an address being dead: "user unknown" is said by filters, block lists and servers in trouble
too, and an address that is wrongly struck off a list is lost to its owner."""

from dataclasses import replace

from bot.classifier import Guess, score
from bot.codes.bounces.judging.judge import Verdict
from bot.codes.bounces.replies.reply import Reply
from bot.codes.bounces.rules.knowledge import Cause, Knowledge
from bot.codes.bounces.rules.matching import Saying
from bot.codes.values import Confidence

_MISREAD = frozenset(("userunknown", "hostunknown"))
"""Causes for which refusals of another kind are taken. That a host takes no mail, or that somebody moved, is said in so
many words."""


def contradicted(reply: Reply, verdict: Verdict, said: Saying, known: Knowledge) -> Verdict:
    """A verdict that calls an address or domain dead, doubted where other words of the reply speak against it.

    The contradicting words' cause takes its place where a server's words without their codes are more like that cause:
    a code such as 5.1.1 is what misleads. A provider's own documented words stand.
    """
    cause = known.causes[verdict.cause]
    if not cause.permanent or verdict.confidence is Confidence.PROVIDER:
        return verdict
    hit = known.contradictions.match(said)
    if not hit or hit[0].cause == cause.name or hit[0].cause in cause.near:
        return verdict
    rule, other = hit[0], known.causes[hit[0].cause]
    doubted = Confidence.LIKENESS if verdict.confidence is Confidence.LIKENESS else Confidence.DOUBTED
    if cause.name in _MISREAD and (reply.code or reply.status) and _likelier(reply, other, cause):
        return Verdict(other.name, doubted, rule.name, verdict.evidence)
    return replace(verdict, confidence=doubted)


def _likelier(reply: Reply, one: Cause, other: Cause) -> bool:
    """Whether the words without their codes are more like the one cause than like the other."""
    guesses = score(reply.own or reply.text, None, None, None)
    return _backing(guesses, one) > _backing(guesses, other)


def _backing(guesses: tuple[Guess, ...], cause: Cause) -> float:
    """How probable a cause and those near it are."""
    return sum(each.probability for each in guesses if each.label == cause.name or each.label in cause.near)

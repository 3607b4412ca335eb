"""Words that speak against an address being dead: "user unknown" is said by filters, block lists and servers in trouble
too, and an address that is wrongly struck off a list is lost to its owner."""

import re

from bot.classifier import score
from bot.classifier.bounces import masked
from bot.codes.bounces.judging.clause import beside
from bot.codes.bounces.judging.judge import Verdict
from bot.codes.bounces.judging.likeness import backing_of
from bot.codes.bounces.replies.reply import ServerReply
from bot.codes.bounces.rules.knowledge import Cause, Knowledge
from bot.codes.bounces.rules.matching import Saying
from bot.codes.bounces.rules.phrases import tokens
from bot.codes.values import Confidence

_LETTERS = re.compile(r"[^\W\d_]+")
_MISREAD = frozenset(("userunknown", "hostunknown"))
"""Causes for which refusals of another kind are taken. That a host takes no mail, or that somebody moved, is said in so
many words."""
STRAY = 0
"""So many words of a reply may be neither furniture nor of the rules that call an address dead."""


def contradicted(
    reply: ServerReply, verdict: Verdict, words: Saying, known: Knowledge, recipient: str | None = None
) -> Verdict:
    """A verdict that calls an address or domain dead, doubted where other words of the reply speak against it, or may.

    The contradicting words' cause takes its place where a server's words without their codes are more like that cause:
    a code such as 5.1.1 is what misleads. A provider's own documented words stand, its status codes alone do not.
    """
    cause = known.causes[verdict.cause]
    if not cause.permanent:
        return verdict
    if verdict.confidence is Confidence.PROVIDER and verdict.place != (0, 0):
        return verdict._replace(confidence=Confidence.DOUBTED) if _vague(reply, verdict, known) else verdict
    doubted = Confidence.LIKENESS if verdict.confidence is Confidence.LIKENESS else Confidence.DOUBTED
    hit = known.contradictions.match(words)
    if hit and hit[0].cause != cause.name and hit[0].cause not in cause.near:
        other = known.causes[hit[0].cause]
        if cause.name in _MISREAD and (reply.code or reply.status) and _likelier(reply, other, cause):
            return Verdict(other.name, doubted, hit[0].name, verdict.evidence)
        return verdict._replace(confidence=doubted)
    if verdict.confidence is not Confidence.WORDING:
        return verdict
    unsure = names_existing_mailbox(reply) or _vague(reply, verdict, known) or _of_another(verdict, known, recipient)
    unsure = unsure or _strays(reply, words, known, recipient)
    return verdict._replace(confidence=doubted) if unsure else verdict


def _vague(reply: ServerReply, verdict: Verdict, known: Knowledge) -> bool:
    """Whether the words may be said of a mailbox that exists, and no status such as X.1.1 says that it does not."""
    if not verdict.words or (reply.status or "").endswith(".1.1"):
        return False
    start, end = verdict.place
    return verdict.words.folded[start:end].endswith(known.vague)


def _of_another(verdict: Verdict, known: Knowledge, recipient: str | None) -> bool:
    """Whether the clause that says "no such mailbox" has words that may make something else its subject."""
    if not verdict.words or verdict.cause not in _MISREAD:
        return False
    start, end = verdict.place
    around = beside(verdict.words, verdict.place).difference(known.clause)
    within = frozenset(tokens(verdict.words.folded[start:end])).difference(known.dead, known.clause)
    return bool(_besides(around.union(filter(str.isalpha, within)), recipient))


def _besides(words: set[str], recipient: str | None) -> set[str]:
    """Those of some words that do not stand in the recipient's address."""
    return words and words.difference(_LETTERS.findall((recipient or "").lower()))


def names_existing_mailbox(reply: ServerReply) -> bool:
    """Whether the status is about the state of a mailbox: then there is one (RFC 3463, 3.3)."""
    return (reply.status or "")[1:4] == ".2."


def _strays(reply: ServerReply, reply_words: Saying, known: Knowledge, recipient: str | None) -> bool:
    """Whether more words than `STRAY`, the recipient's address apart, may speak of something else.

    Where there is no code, they are a whole notice's, whose furniture is without end.
    """
    if not (reply.code or reply.status):
        return False
    strange = set(filter(str.isalpha, frozenset(tokens(reply_words.folded)).difference(known.plain)))
    if len(_besides(strange, recipient)) <= STRAY:
        return False
    words = set(masked(reply.own or reply.text)).difference(known.plain)
    return sum(len(word) > 1 and word.isalpha() for word in _besides(words, recipient)) > STRAY


def _likelier(reply: ServerReply, cause: Cause, other: Cause) -> bool:
    """Whether the words without their codes are more like the one cause than like the other."""
    probabilities = score(reply.own or reply.text, None, None, None)
    return backing_of(cause, probabilities) > backing_of(other, probabilities)

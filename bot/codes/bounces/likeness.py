"""What the classifier makes of a reply beside the rules: it decides where they have no words, and doubts them where it
is sure of something else."""

from dataclasses import replace

from bot.classifier import Guess, score
from bot.classifier.bounces import masked
from bot.codes.bounces.judge import MAX_EVIDENCE, Verdict
from bot.codes.bounces.knowledge import Knowledge
from bot.codes.bounces.replies import Reply
from bot.codes.bounces.rules import Saying
from bot.codes.values import Confidence

DECIDES = 0.5
"""The least probability that a cause needs: seven in ten of those just above it are right (docs/classifier.md)."""
DOUBTS = 0.05
"""Below this probability of all causes with the same advice, a rule's verdict is doubted."""
FEWEST_WORDS, FEWEST_WITHOUT_CODE = 3, 5
"""Words of a reply from which a cause may be told; "mail rejected" tells none, and what has no code may be anything."""
_WITHOUT_WORDS = frozenset({Confidence.STATUS, Confidence.CODE, Confidence.NONE})


def weighed(reply: Reply, said: Saying, verdict: Verdict, known: Knowledge) -> Verdict:
    """The rules' verdict, or the classifier's where they had only a code, or the rules' with less confidence.

    A provider's own words are not doubted, nor words that the enhanced status code agrees with.
    """
    if verdict.confidence in _WITHOUT_WORDS:
        likeliest = next(iter(_guesses(reply)), None) if _tells(reply) else None
        if likeliest and likeliest.probability >= DECIDES:
            rule = f"classifier/{likeliest.label}"
            return Verdict(likeliest.label, Confidence.LIKENESS, rule, reply.text[:MAX_EVIDENCE].strip())
    elif verdict.confidence is Confidence.WORDING and verdict.evidence in reply.text:
        agreed = (hit := known.statuses.match(said)) and hit[0].cause == verdict.cause
        if not agreed and _doubtful(reply, verdict, known):
            return replace(verdict, confidence=Confidence.DOUBTED)
    return verdict


def _guesses(reply: Reply) -> tuple[Guess, ...]:
    return score(reply.text, reply.code, reply.status, reply.command)


def _tells(reply: Reply) -> bool:
    words = sum(word.isalpha() for word in masked(reply.text))
    return words >= (FEWEST_WORDS if reply.code or reply.status else FEWEST_WITHOUT_CODE)


def _doubtful(reply: Reply, verdict: Verdict, known: Knowledge) -> bool:
    """Whether the classifier is sure of a cause that calls for other advice."""
    guesses = _guesses(reply)
    if not guesses or verdict.cause == "delivered" or guesses[0].probability < DECIDES:
        return False
    said = known.causes[verdict.cause]
    alike = (
        guess.probability
        for guess in guesses
        if (other := known.causes[guess.label]).actors == said.actors and other.resend == said.resend
    )
    return sum(alike) < DOUBTS
